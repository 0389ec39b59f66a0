package org.honyaku.job.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code bin/honyaku translate} in local mode, where it waits for the process that it has started. */
@Timeout(300)
class RestartIT {

    private static final Path HOME = Path.of("..").toAbsolutePath().normalize();
    private static final String SENTENCE = "starts anew";

    private final Path folder;
    private final Path output;

    RestartIT(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.output = folder.resolve("output");
        Files.writeString(folder.resolve("template"), "{input}");
    }

    /** The model hangs in every step, since a step may take no time. */
    @Test
    void aProcessThatHangsIsStartedAnewUntilEveryRowHasItsStatus() throws Exception {
        Files.writeString(folder.resolve("corpus.txt"), "one\ntwo\n");
        Process honyaku = start("--step-seconds", "0.00001", "--min-new-tokens", "100");

        assertThat(honyaku.waitFor()).as(text()).isEqualTo(10);
        assertThat(text()).contains("step_seconds", "exit code 20", SENTENCE, "timeout 2");
    }

    @Test
    void aProcessThatIsKilledIsStartedAnewAndTheRunComesToItsEnd() throws Exception {
        longCorpus();
        Process honyaku = start("--max-new-tokens", "60", "--max-failed-share", "1");
        awaitJournal();
        ProcessHandle driver = driver(honyaku);
        driver.destroyForcibly();

        assertThat(honyaku.waitFor()).as(text()).isZero();
        assertThat(text()).containsOnlyOnce(SENTENCE).contains("exit code 137");
    }

    @Test
    void aSignalStopsTheRunAndNothingIsStartedAnew() throws Exception {
        longCorpus();
        Process honyaku = start("--min-new-tokens", "400");
        awaitJournal();
        ProcessHandle driver = driver(honyaku);
        honyaku.destroy();

        assertThat(honyaku.waitFor()).as(text()).isEqualTo(15);
        assertThat(text()).contains("stopped by a signal").doesNotContain(SENTENCE);
        assertThat(driver.isAlive()).isFalse();
    }

    @Test
    void whoKillsTheCommandEndsTheProcessThatItHasStarted() throws Exception {
        longCorpus();
        Process honyaku = start("--min-new-tokens", "400");
        awaitJournal();
        ProcessHandle driver = driver(honyaku);
        honyaku.destroyForcibly();

        assertThat(driver.onExit().get(1, TimeUnit.MINUTES).isAlive()).isFalse();
        assertThat(text()).doesNotContain(SENTENCE);
    }

    private void longCorpus() throws IOException {
        List<String> lines = new ArrayList<>();
        for (int line = 0; line < 300; line++) {
            lines.add("line " + line);
        }
        Files.write(folder.resolve("corpus.txt"), lines);
    }

    private Process start(String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                HOME.resolve("bin/honyaku").toString(),
                "translate",
                "--input",
                "corpus.txt",
                "--text-column",
                "1",
                "--output",
                "out",
                "--template",
                "template",
                "--model",
                Commands.TINY_MODEL.toAbsolutePath().normalize().toString()));
        command.addAll(List.of(options));
        var builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("SPARK_") || name.startsWith("HONYAKU_"));
        builder.environment().put("HONYAKU_JAVA_OPTS", "-XX:TieredStopAtLevel=1");
        return builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
    }

    /** Until texts are computed. */
    private void awaitJournal() throws IOException {
        Path journals = folder.resolve(".out.memory/journals");
        while (!hasFile(journals)) {
            LockSupport.parkNanos(10_000_000);
        }
    }

    private static boolean hasFile(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            return false;
        }
        try (Stream<Path> files = Files.walk(path)) {
            return files.anyMatch(file -> file.getFileName().toString().endsWith(".000001"));
        }
    }

    private static ProcessHandle driver(Process honyaku) {
        return honyaku.children().findFirst().orElseThrow();
    }

    private String text() throws IOException {
        return Files.readString(output, StandardCharsets.UTF_8);
    }
}
