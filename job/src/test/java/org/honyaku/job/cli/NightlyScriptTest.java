package org.honyaku.job.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code conf/schedules/nightly.sh} with a Honyaku that only ends as it is told, and notes every start in the file {@code starts}. */
class NightlyScriptTest {

    private static final Path SCRIPT =
            Path.of("../conf/schedules/nightly.sh").toAbsolutePath().normalize();

    /** Ends with the first of the codes that are left; a code {@code wait} ends with 15 at SIGTERM, as a run does. */
    private static final String HONYAKU = """
            #!/bin/sh
            echo "$@" >>starts
            code=$(sed -n 1p codes)
            sed -i 1d codes
            [ "$code" = wait ] || exit "$code"
            trap 'exit 15' TERM
            echo $$ >running
            while :; do sleep 0.05; done
            """;

    private final Path folder;
    private final Map<String, String> environment = new TreeMap<>();
    private final List<Process> nights = new ArrayList<>();

    NightlyScriptTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        program("honyaku", HONYAKU);
        program("alert", "#!/bin/sh\necho \"$1\" >>alerts\n");
        environment.put("HONYAKU", "./honyaku");
        environment.put("HONYAKU_ALERT", "./alert");
        environment.put("HONYAKU_LOCK", "lock");
        environment.put("HONYAKU_RETRY_SECONDS", "0");
    }

    /** What a failed test has left running. */
    @AfterEach
    void endWhatStillRuns() throws IOException {
        nights.forEach(Process::destroyForcibly);
        if (Files.exists(folder.resolve("running"))) {
            ProcessHandle.of(Long.parseLong(read("running").strip())).ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 15})
    void nobodyIsCalledForANightThatIsFine(int code) throws Exception {
        assertThat(run(String.valueOf(code))).isEqualTo(code);
        assertThat(lines("starts")).containsExactly("translate --config news.yaml");
        assertThat(lines("alerts")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 10, 12, 13, 14, 137})
    void whatAnotherTryDoesNotMendIsAlertedOnAtOnce(int code) throws Exception {
        assertThat(run(String.valueOf(code), "0")).isEqualTo(code);
        assertThat(lines("starts")).hasSize(1);
        assertThat(lines("alerts")).singleElement().asString().contains(String.valueOf(code));
    }

    @Test
    void whatIsWorthTryingAgainIsTriedAgain() throws Exception {
        assertThat(run("75", "75", "0")).isZero();
        assertThat(lines("starts")).hasSize(3);
        assertThat(lines("alerts")).isEmpty();
    }

    @Test
    void triesAreBounded() throws Exception {
        environment.put("HONYAKU_TRIES", "2");
        assertThat(run("75", "75", "0")).isEqualTo(75);
        assertThat(lines("starts")).hasSize(2);
        assertThat(lines("alerts")).singleElement().asString().contains("no more tries");
    }

    @Test
    void twoNightsDoNotOverlap() throws Exception {
        Process first = startAndAwaitHonyaku("wait", "0");

        assertThat(run()).isEqualTo(12);
        assertThat(lines("starts")).hasSize(1);
        assertThat(lines("alerts")).singleElement().asString().contains("still runs");
        first.destroy();
        assertThat(first.waitFor()).isEqualTo(15);
        assertThat(run()).as("after the first one's end").isZero();
    }

    @Test
    void aHonyakuThatOutlivesTheScriptKeepsTheNextNightFromStarting() throws Exception {
        Process first = startAndAwaitHonyaku("wait", "0");
        first.destroyForcibly().waitFor();

        assertThat(run()).isEqualTo(12);
        assertThat(lines("starts")).hasSize(1);
    }

    @Test
    void aSignalStopsHonyakuAndNoOtherTryFollows() throws Exception {
        Process night = startAndAwaitHonyaku("wait", "0");
        night.destroy();

        assertThat(night.waitFor()).isEqualTo(15);
        assertThat(lines("starts")).hasSize(1);
        assertThat(lines("alerts")).isEmpty();
    }

    @Test
    void aSignalBetweenTwoTriesEndsTheNight() throws Exception {
        environment.put("HONYAKU_RETRY_SECONDS", "1000");
        Process night = start("75", "0");
        await(() -> read("output").contains("the next one follows"));
        night.destroy();

        assertThat(night.waitFor()).isEqualTo(15);
        assertThat(lines("starts")).hasSize(1);
    }

    @Test
    void aSchedulerThatKnowsNoOtherSuccessIsTold0() throws Exception {
        environment.put("HONYAKU_STOPPED_CODE", "0");
        assertThat(run("15")).isZero();
    }

    @Test
    void aRunStopsAtTheEndOfTheWindow() throws Exception {
        environment.put("HONYAKU_WINDOW", hours(-2) + "-" + hours(2));
        assertThat(run("0")).isZero();
        assertThat(lines("starts")).singleElement().asString().endsWith("--deadline " + hours(2));
    }

    @Test
    void nothingIsStartedOutsideOfTheWindow() throws Exception {
        environment.put("HONYAKU_WINDOW", hours(2) + "-" + hours(4));
        assertThat(run("0")).isEqualTo(15);
        assertThat(lines("starts")).isEmpty();
        assertThat(lines("alerts")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"HONYAKU_TRIES=many", "HONYAKU_WINDOW=at night", "HONYAKU_LOCK=/proc/lock"})
    void aWrongSettingIsSaidInOneSentence(String setting) throws Exception {
        int equals = setting.indexOf('=');
        environment.put(setting.substring(0, equals), setting.substring(equals + 1));
        assertThat(run("0")).isEqualTo(2);
        assertThat(lines("output")).singleElement().asString().contains(setting.substring(equals + 1));
    }

    private static String hours(int fromNow) {
        return LocalTime.now(ZoneId.systemDefault()).plusHours(fromNow).format(DateTimeFormatter.ofPattern("HH:mm"));
    }

    private int run(String... codes) throws IOException, InterruptedException {
        Process night = start(codes);
        assertThat(night.waitFor(1, TimeUnit.MINUTES)).as("ended").isTrue();
        return night.exitValue();
    }

    private Process startAndAwaitHonyaku(String... codes) throws IOException, InterruptedException {
        Process night = start(codes);
        await(() -> Files.exists(folder.resolve("running")) && !read("running").isBlank());
        return night;
    }

    private Process start(String... codes) throws IOException {
        if (codes.length > 0) {
            Files.write(folder.resolve("codes"), List.of(codes));
        }
        var builder = new ProcessBuilder(SCRIPT.toString(), "--config", "news.yaml").directory(folder.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("HONYAKU"));
        builder.environment().putAll(environment);
        Process night = builder.redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start();
        nights.add(night);
        return night;
    }

    @FunctionalInterface
    private interface Condition {
        boolean holds() throws IOException;
    }

    private static void await(Condition condition) throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        while (!condition.holds()) {
            assertThat(System.nanoTime()).as("waited for a minute").isLessThan(end);
            Thread.sleep(20);
        }
    }

    private void program(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private String read(String name) throws IOException {
        return Files.readString(folder.resolve(name));
    }

    private List<String> lines(String name) throws IOException {
        return Files.exists(folder.resolve(name)) ? Files.readAllLines(folder.resolve(name)) : List.of();
    }
}
