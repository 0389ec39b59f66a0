package org.honyaku.job;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.hadoop.fs.FSError;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkExecutorInfo;
import org.honyaku.spark.StopSignal;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stops a run before its end, at the deadline or when the button is pressed.
 *
 * <ul>
 *   <li>Tasks that translate are told so, finish what is nearly done, and what they have is published as usual.
 *   <li>Whatever still runs {@link #PATIENCE} later is cancelled. Other work, reading and writing, is cancelled at once: it can be
 *       done again for little.
 * </ul>
 *
 * <p>A thread of its own looks at clock and button until this is closed.
 */
final class Stopping implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Stopping.class);

    private static final Duration INTERVAL = Duration.ofMillis(200);

    /** Tasks look once a second and give their texts ten more; the rest is for writing and publishing. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** For tasks that are cancelled: a call returns before they have ended, and until then they may write. */
    private static final Duration LONGEST_END = Duration.ofSeconds(10);

    private final SparkContext spark;
    private final StopButton button;
    private final Optional<Instant> deadline;
    private final StopSignal signal;
    private final InstantSource clock;
    private final ScheduledExecutorService watch;
    private volatile boolean translating;
    private volatile @Nullable String reason;
    private @Nullable Instant since;

    private Stopping(
            SparkContext spark, StopButton button, Optional<Instant> deadline, StopSignal signal, InstantSource clock) {
        this.spark = spark;
        this.button = button;
        this.deadline = deadline;
        this.signal = signal;
        this.clock = clock;
        this.watch = Executors.newSingleThreadScheduledExecutor(task -> {
            var thread = new Thread(task, "honyaku-stop");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Begins to watch. */
    static Stopping watch(SparkContext spark, StopButton button, Optional<Instant> deadline, StopSignal signal) {
        var stopping = new Stopping(spark, button, deadline, signal, InstantSource.system());
        var unused =
                stopping.watch.scheduleWithFixedDelay(stopping::look, 0, INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
        return stopping;
    }

    /** What tasks look at. */
    StopSignal signal() {
        return signal;
    }

    /** Why the run is to stop, where it is. */
    Optional<String> reason() {
        return Optional.ofNullable(reason);
    }

    /** @throws CancellationException if the run is to stop */
    void requireGoingOn() {
        if (reason != null) {
            throw new CancellationException("stopped " + reason);
        }
    }

    /** Whether what runs now may take its time to stop. */
    void translating(boolean now) {
        translating = now;
    }

    /** Tells tasks to stop for another reason than clock and button. */
    void raise() throws IOException {
        signal.raise();
    }

    private void look() {
        try {
            Instant now = clock.instant();
            if (reason == null) {
                Optional<String> why = button.pressed().or(() -> deadlineReason(now));
                if (why.isEmpty()) {
                    return;
                }
                signal.raise();
                since = now;
                reason = why.get();
            }
            if (!translating || (since != null && now.isAfter(since.plus(PATIENCE)))) {
                spark.cancelAllJobs();
            }
        } catch (IOException | FSError | RuntimeException e) {
            LOG.warn("could not tell the tasks to stop; trying again: {}", e.toString());
        }
    }

    private Optional<String> deadlineReason(Instant now) {
        return deadline.filter(at -> !now.isBefore(at)).map(at -> "at the deadline");
    }

    /** Ends the watch. A run that was stopped may remove what it worked with afterwards: no task writes there any more. */
    @Override
    public void close() {
        watch.shutdownNow();
        if (reason == null) {
            return;
        }
        long latest = System.nanoTime() + LONGEST_END.toNanos();
        while (runningTasks() > 0 && System.nanoTime() < latest) {
            LockSupport.parkNanos(INTERVAL.toNanos() / 10);
        }
    }

    private int runningTasks() {
        return Arrays.stream(spark.statusTracker().getExecutorInfos())
                .mapToInt(SparkExecutorInfo::numRunningTasks)
                .sum();
    }
}
