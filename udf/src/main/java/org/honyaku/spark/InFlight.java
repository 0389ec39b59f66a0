package org.honyaku.spark;

import java.time.Duration;
import org.apache.spark.TaskKilledException;
import org.honyaku.spark.RowTranslator.Started;

/** Counts the texts that a task has with the engine. Results arrive on the engine's threads, the task waits on its own. */
final class InFlight {

    /** So that a task notices soon that it is to stop. */
    private static final Duration LONGEST_WAIT = Duration.ofMillis(500);

    private int size;
    private long done;
    private long seen;

    void add(Started started) {
        if (started.generation() != null) {
            synchronized (this) {
                size++;
            }
            var unused = started.generation().whenComplete((result, failure) -> oneDone());
        }
    }

    synchronized int size() {
        return size;
    }

    /** Waits until a text is done that was not when this was called last, but for no longer than {@link #LONGEST_WAIT}. */
    synchronized void awaitOneDone() {
        try {
            long end = System.nanoTime() + LONGEST_WAIT.toNanos();
            long left = LONGEST_WAIT.toMillis();
            while (done == seen && left > 0) {
                wait(left);
                left = Duration.ofNanos(end - System.nanoTime()).toMillis();
            }
            seen = done;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TaskKilledException("interrupted while the engine was working on the task's rows");
        }
    }

    private synchronized void oneDone() {
        size--;
        done++;
        notifyAll();
    }
}
