package org.honyaku.job.storage;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Says again and again that somebody is there, on a thread of its own, until it is closed. */
public final class Renewal implements AutoCloseable {

    private static final Duration LONGEST = Duration.ofSeconds(5);

    private final ScheduledExecutorService thread;

    /** One that has not begun. {@code name} is that of its thread. */
    public Renewal(String name) {
        this.thread = Executors.newSingleThreadScheduledExecutor(task -> {
            var daemon = new Thread(task, name);
            daemon.setDaemon(true);
            return daemon;
        });
    }

    /** Begins: {@code renew}, which does not throw, is called first after one interval. */
    public void start(Duration interval, Runnable renew) {
        var unused =
                thread.scheduleWithFixedDelay(renew, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** A renewal that is at it comes to its end: interrupted, it would complain of what nobody needs any more. */
    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(LONGEST.toMillis(), TimeUnit.MILLISECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException e) {
            thread.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
