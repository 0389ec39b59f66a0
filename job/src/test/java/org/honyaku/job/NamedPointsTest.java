package org.honyaku.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.honyaku.job.SparkCluster.Outcome;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * At every {@link NamedPoint} of a run every {@link Ending}. What is there afterwards is the old output or the new one, whole; the same
 * command comes to the end with every row and leaves nothing beside the output; and once more it translates nothing.
 */
@ExtendWith(LocalSpark.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NamedPointsTest {

    private static final int ABORTED = 134;
    private static final int KILLED = 137;

    /** Spark repeats a task that fails here. */
    private static final Set<NamedPoint> IN_A_TASK = EnumSet.of(
            NamedPoint.BEFORE_A_TASK_OF_A_WAVE_COMMITS,
            NamedPoint.AFTER_A_TASK_OF_A_WAVE_COMMITS,
            NamedPoint.BEFORE_A_TASK_OF_THE_OUTPUT_COMMITS,
            NamedPoint.AFTER_A_TASK_OF_THE_OUTPUT_COMMITS);

    /** A run tries again to sign. */
    private static final Set<NamedPoint> SIGNING =
            EnumSet.of(NamedPoint.HALF_A_SIGNATURE_IN_THE_MEMORY, NamedPoint.BEFORE_A_SIGNATURE_COUNTS);

    /** Nothing is left that a signal could stop. */
    private static final Set<NamedPoint> TOO_LATE_TO_STOP =
            EnumSet.of(NamedPoint.IN_THE_PUBLICATION, NamedPoint.AFTER_THE_PUBLICATION, NamedPoint.BEFORE_THE_REPORT);

    /** A signal does not stop a publication; only a death between its two renames leaves one to be rolled forward. */
    private static final Set<NamedPoint> NEEDS_A_KILL = EnumSet.of(NamedPoint.IN_THE_PUBLICATION);

    private final Path before;
    private final Path folder;
    private final SparkSession spark;
    private final LossCheck old;
    private final LossCheck check;

    NamedPointsTest(@TempDir Path temporary, SparkSession spark) {
        this.before = temporary.resolve("before");
        this.folder = temporary.resolve("now");
        this.spark = spark;
        this.old = new LossCheck(folder, 40, 0);
        this.check = new LossCheck(folder, 100, 1);
    }

    @BeforeAll
    void translateTheOldCorpus() throws IOException {
        old.write(spark).runs().go(spark);
        check.write(spark);
        Files.move(folder, before);
    }

    /** Every test begins with the same old output, the same memory and the new corpus. */
    @BeforeEach
    void begin() throws IOException {
        FileUtils.deleteDirectory(folder.toFile());
        FileUtils.copyDirectory(before.toFile(), folder.toFile());
    }

    /** A failed operation at every point, and a process that is killed or stopped at every other one: each process takes its time. */
    @ParameterizedTest
    @MethodSource("everyPointAndSomeEndings")
    void nothingIsLost(NamedPoint point, Ending ending) throws Exception {
        Outcome outcome = ending == Ending.EXCEPTION ? exceptionHere(point) : endOfAProcess(point, ending);
        int exitCode = outcome.exitCode();

        assertThat(exitCode).as(String.join("\n", outcome.output())).isEqualTo(expectedCode(point, ending));
        if (point == NamedPoint.IN_THE_PUBLICATION && exitCode >= ABORTED) {
            assertThat(Path.of(check.runs().output())).as("between two renames").doesNotExist();
        } else {
            (isPublished(point, exitCode) ? check : old).assertComplete();
        }
        check.runs().go(spark);
        check.assertComplete();
        check.assertNothingIsLeft(spark);
    }

    /** All of it three times, ten minutes: {@code mvn -pl job -am test -Plong -Dtest=NamedPointsTest -Dsurefire.failIfNoSpecifiedTests=false}. */
    @Tag("long")
    @ParameterizedTest
    @MethodSource("everyPointAndEndingThrice")
    void nothingIsLostAgain(NamedPoint point, Ending ending) throws Exception {
        nothingIsLost(point, ending);
    }

    static Stream<Arguments> everyPointAndSomeEndings() {
        NamedPoint[] points = NamedPoint.values();
        return Stream.concat(
                everyPointAnd(EnumSet.of(Ending.EXCEPTION)),
                IntStream.range(0, points.length)
                        .mapToObj(i -> Arguments.of(
                                points[i],
                                i % 2 == 0 || NEEDS_A_KILL.contains(points[i]) ? Ending.KILL : Ending.SIGTERM)));
    }

    static Stream<Arguments> everyPointAndEndingThrice() {
        return IntStream.range(0, 3).boxed().flatMap(time -> everyPointAnd(EnumSet.allOf(Ending.class)));
    }

    private static Stream<Arguments> everyPointAnd(Set<Ending> endings) {
        return Stream.of(NamedPoint.values())
                .flatMap(point -> endings.stream().map(ending -> Arguments.of(point, ending)));
    }

    private static int expectedCode(NamedPoint point, Ending ending) {
        return switch (ending) {
            case ABORT -> ABORTED;
            case KILL -> KILLED;
            case SIGTERM -> (TOO_LATE_TO_STOP.contains(point) ? ExitCode.OK : ExitCode.DEADLINE).number();
            case EXCEPTION -> expectedCode(point).number();
        };
    }

    /** Of a run in which an operation fails as on a broken disk. A work folder that stays is no failure. */
    private static ExitCode expectedCode(NamedPoint point) {
        boolean fails = !IN_A_TASK.contains(point)
                && !SIGNING.contains(point)
                && point != NamedPoint.AFTER_THE_PUBLICATION
                && point != NamedPoint.BEFORE_THE_REPORT;
        return fails ? ExitCode.OUTPUT : ExitCode.OK;
    }

    private static boolean isPublished(NamedPoint point, int exitCode) {
        return exitCode == ExitCode.OK.number()
                || point == NamedPoint.AFTER_THE_PUBLICATION
                || point == NamedPoint.BEFORE_THE_REPORT;
    }

    /** Three dead runs beside each other, one of them with files that are cut off. */
    @Test
    void whatDeadRunsHaveLeftIsIgnoredAndCleaned() throws Exception {
        assertThat(endOfAProcess(NamedPoint.BEFORE_A_WAVE_IS_PUBLISHED, Ending.KILL)
                        .exitCode())
                .isEqualTo(KILLED);
        Path run = only(folder.resolve(".out.honyaku"), "run-*");
        Path work = only(folder.resolve(".out.memory/work"), "*");
        Path user = only(folder.resolve(".out.memory/users"), "*");
        FileUtils.copyDirectory(run.toFile(), run.resolveSibling("run-dead").toFile());
        FileUtils.copyDirectory(work.toFile(), work.resolveSibling("dead").toFile());
        Files.copy(user, user.resolveSibling("dead"));
        Path half = Files.createDirectories(run.resolveSibling("run-half/output"));
        Files.writeString(half.resolve("part-0.parquet"), "PAR1 and no more");
        old.assertComplete();

        check.runs().go(spark);

        check.assertComplete();
        check.assertNothingIsLeft(spark);
    }

    private static Path only(Path parent, String glob) throws IOException {
        try (var found = Files.newDirectoryStream(parent, glob)) {
            return found.iterator().next();
        }
    }

    private Outcome endOfAProcess(NamedPoint point, Ending ending) throws IOException, InterruptedException {
        SparkCluster process = SparkCluster.ofOneProcess(folder);
        for (String scheme : new String[] {"file", EndingDisk.SCHEME}) {
            for (var setting : EndingDisk.settings(scheme).entrySet()) {
                process = process.with("spark.hadoop." + setting.getKey(), setting.getValue());
            }
        }
        return process.run(EndingDriver.class, folder.toString(), point.name(), ending.name());
    }

    /** An exception leaves the process alive, so that it may as well be this one. */
    private Outcome exceptionHere(NamedPoint point) {
        Configuration hadoop = spark.sparkContext().hadoopConfiguration();
        EndingDisk.settings(EndingDisk.SCHEME).forEach(hadoop::set);
        String output = EndingDisk.SCHEME + ":" + Runs.in(folder).output();
        EndingDisk.plan(point, Ending.EXCEPTION);
        try {
            RunReport report = TranslationJob.run(
                    spark, EndingDriver.runs(folder).to(output), Runs.silent(), new StopButton(), Runs.ENGINES);
            return new Outcome(report.exitCode().number(), List.of(report.summary()));
        } catch (UserException e) {
            return new Outcome(e.exitCode().number(), List.of(String.valueOf(e.getMessage())));
        }
    }
}
