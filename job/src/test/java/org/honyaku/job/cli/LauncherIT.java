package org.honyaku.job.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code bin/honyaku} as a user calls it: the shell script, the shaded jar, processes of their own. */
class LauncherIT {

    private static final Path HOME = Path.of("..").toAbsolutePath().normalize();
    private static final String MODEL =
            Commands.TINY_MODEL.toAbsolutePath().normalize().toString();

    /** Columns id and text; two Japanese sentences and a null. */
    private static final String CORPUS =
            Path.of("src/test/resources/three-rows.parquet").toAbsolutePath().toString();

    /** Links to the launcher, the folder that it is called from, and what it writes: its name has a space. */
    private final Path folder;

    LauncherIT(@TempDir Path parent) throws IOException {
        this.folder = Files.createDirectory(parent.resolve("a folder"));
    }

    @BeforeEach
    void linkToTheLauncher() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link"), HOME.resolve("bin/honyaku"));
        Files.createSymbolicLink(folder.resolve("honyaku"), folder.relativize(link));
    }

    @Test
    void worksThroughLinksFromAnyDirectoryWithRelativePaths() throws Exception {
        Files.writeString(folder.resolve("in.jsonl"), "{\"text\": \"a\"}");
        Outcome outcome =
                run("./honyaku", "tokenize", "--model", MODEL, "--input", "in.jsonl", "--output", "out.jsonl");

        assertThat(outcome.exitCode()).as(outcome.output()).isZero();
        assertThat(folder.resolve("out.jsonl")).hasContent("{\"text\":\"a\",\"ids\":[64]}");
    }

    @Test
    void givesTheExitCodeAndTheWordsOfTheCommand() throws Exception {
        Outcome outcome = run("./honyaku", "translate", "--outptu", "x");

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.output())
                .contains("did you mean --output?")
                .doesNotContain("Exception", "\tat ", "SparkSubmit");
    }

    @Test
    void helpNeedsNeitherSparkNorAModel() throws Exception {
        Outcome outcome = run("SPARK_HOME=/nowhere", "./honyaku", "translate", "--help");

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.output()).startsWith("Usage: honyaku translate");
    }

    @Test
    void whatIsMissingOnTheMachineIsSaidInOneSentence() throws Exception {
        assertThat(run("JAVA_HOME=/nowhere", "./honyaku", "--version").output())
                .contains("JAVA_HOME is /nowhere", "JDK 17");
        assertThat(run("SPARK_HOME=/nowhere", "./honyaku", "translate").output())
                .contains("SPARK_HOME is /nowhere");
        assertThat(run("HONYAKU_MASTER=spark://host:7077", "./honyaku", "translate")
                        .output())
                .contains("spark://host:7077", "set SPARK_HOME");
    }

    @Test
    void translatesOnAnEmbeddedSpark() throws Exception {
        Outcome outcome = run(
                "./honyaku",
                "translate",
                "--model",
                MODEL,
                "--input",
                CORPUS,
                "--output",
                "out",
                "--max-new-tokens",
                "4",
                "--set",
                "spark.sql.shuffle.partitions=2");

        assertThat(outcome.exitCode()).as(outcome.output()).isZero();
        assertThat(folder.resolve("out/_SUCCESS")).exists();
    }

    @Test
    void submitsTheSameJarWithDeltaInItWhereThereIsASpark() throws Exception {
        Path sparkHome = SparkInstallation.create(folder.resolve("spark"), HOME.resolve("job/target"));
        Outcome outcome = run(
                "SPARK_HOME=" + sparkHome,
                "./honyaku",
                "translate",
                "--master",
                "local-cluster[1,1,1024]",
                "--model",
                MODEL,
                "--input",
                CORPUS,
                "--output",
                "out",
                "--output-format",
                "delta",
                "--max-new-tokens",
                "4",
                "--set",
                "spark.sql.shuffle.partitions=2");

        assertThat(outcome.exitCode()).as(outcome.output()).isZero();
        assertThat(folder.resolve("out/_delta_log/00000000000000000000.json")).exists();
        assertThat(Files.readString(sparkHome.resolve("submitted")))
                .contains("honyaku.jar", "pytorch-jni", "local-cluster");
    }

    /** Runs {@code words} in the folder; leading ones of the form NAME=value are its environment. */
    private Outcome run(String... words) throws IOException, InterruptedException {
        Path output = folder.resolve("output");
        List<String> command = List.of(words).stream()
                .dropWhile(word -> word.matches("[A-Z_]+=.*"))
                .toList();
        var builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("SPARK_") || name.startsWith("HONYAKU_"));
        // These processes live for seconds, too short for the second compiler to pay.
        builder.environment().put("HONYAKU_JAVA_OPTS", "-XX:TieredStopAtLevel=1");
        for (String word : List.of(words).subList(0, words.length - command.size())) {
            int equals = word.indexOf('=');
            builder.environment().put(word.substring(0, equals), word.substring(equals + 1));
        }
        Process process = builder.redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        process.getOutputStream().close();
        if (!process.waitFor(5, TimeUnit.MINUTES)) {
            process.destroyForcibly();
        }
        return new Outcome(process.waitFor(), Files.readString(output, StandardCharsets.UTF_8));
    }

    private record Outcome(int exitCode, String output) {}
}
