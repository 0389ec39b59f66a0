package org.honyaku.job;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;
import org.apache.spark.sql.SparkSession;
import org.honyaku.spark.StandIn;
import org.jspecify.annotations.Nullable;

/** A process that translates {@code corpus} to {@code out} in small waves, and is gone before its end. */
final class KilledDriver {

    /** As of a process that was killed by SIGKILL. */
    static final int KILLED = 137;

    /** Estimated tokens of every wave. */
    static final int WAVE_TOKENS = 4_000;

    /** Before the number of texts that the engine of this process had answered when it ended. */
    static final String ANSWERS = "answers: ";

    /** How the sentences begin by which a run says what it does, in their order. */
    static final List<String> PHASES = List.of("reading", "translating", "writing");

    private KilledDriver() {}

    /** Takes the folder and, for a process that is to end early, how long after the beginning of which phase, in milliseconds. */
    public static void main(String[] arguments) throws IOException {
        var limits = new RunLimits(3, OptionalLong.of(WAVE_TOKENS), Optional.empty());
        Runs runs = Runs.in(Path.of(arguments[0])).overwriting().withLimits(limits);
        ProgressDisplay display =
                arguments.length == 1 ? Runs.silent() : endAfter(Integer.parseInt(arguments[1]), arguments[2]);
        SparkSession spark = SparkSession.builder().appName("killed").getOrCreate();
        TranslationJob.run(spark, runs.run(), display, new StopButton(), new StandIn.Factory("killed", 1));
        System.exit(0);
    }

    private static ProgressDisplay endAfter(int millis, String phase) {
        OutputStream nowhere = OutputStream.nullOutputStream();
        var out = new PrintStream(nowhere, true, StandardCharsets.UTF_8) {
            @Override
            public void println(@Nullable String sentence) {
                if (String.valueOf(sentence).startsWith(phase)) {
                    endAfter(millis);
                }
            }
        };
        return new ProgressDisplay(out, false);
    }

    private static void endAfter(int millis) {
        var thread = new Thread(() -> {
            LockSupport.parkNanos(millis * 1_000_000L);
            System.out.println(ANSWERS + StandIn.answers());
            Runtime.getRuntime().halt(KILLED);
        });
        thread.setDaemon(true);
        thread.start();
    }
}
