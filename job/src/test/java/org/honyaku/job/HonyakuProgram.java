package org.honyaku.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@code bin/honyaku translate} from {@code corpus.tsv} to {@code out} with the small random model, in a process group of its own. */
final class HonyakuProgram {

    private static final Path HOME = Path.of("..").toAbsolutePath().normalize();
    private static final int KILLED = 128 + 9;

    private final Path folder;
    private final Path words;
    private final List<String> command;

    /** @param options besides those that are always there */
    HonyakuProgram(Path folder, String... options) {
        this.folder = folder;
        this.words = folder.resolve("words");
        this.command = new ArrayList<>(List.of(
                "setsid",
                HOME.resolve("bin/honyaku").toString(),
                "translate",
                "--input",
                "corpus.tsv",
                "--text-column",
                "2",
                "--output",
                "out",
                "--overwrite",
                "--template",
                "template",
                "--model",
                TinyModel.FOLDER.toString(),
                "--precision",
                "fp32",
                "--slots",
                "8",
                "--max-new-tokens",
                "12",
                "--max-failed-share",
                "1",
                "--set",
                "spark.sql.shuffle.partitions=2"));
        command.addAll(List.of(options));
    }

    Process start() throws IOException {
        var builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("SPARK_") || name.startsWith("HONYAKU_"));
        builder.environment().put("HONYAKU_JAVA_OPTS", "-XX:TieredStopAtLevel=1");
        return builder.redirectErrorStream(true).redirectOutput(words.toFile()).start();
    }

    /** Starts the program and kills everything of it. False where it had come to its end before. */
    boolean killAfter(long millis) throws Exception {
        Process honyaku = start();
        boolean ended = honyaku.waitFor(millis, TimeUnit.MILLISECONDS);
        if (!ended) {
            List<ProcessHandle> group = honyaku.descendants().toList();
            // setsid has given the group the number of its first process.
            new ProcessBuilder("kill", "-KILL", "--", "-" + honyaku.pid())
                    .start()
                    .waitFor();
            for (ProcessHandle process : group) {
                process.onExit().get(1, TimeUnit.MINUTES);
            }
        }
        assertThat(honyaku.waitFor()).as(words()).isEqualTo(ended ? 0 : KILLED);
        return !ended;
    }

    /** What the last start of it has said. */
    String words() throws IOException {
        return Files.readString(words, StandardCharsets.UTF_8);
    }
}
