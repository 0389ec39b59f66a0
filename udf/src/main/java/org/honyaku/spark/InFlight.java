package org.honyaku.spark;

import org.apache.spark.TaskKilledException;
import org.honyaku.spark.RowTranslator.Started;

/** Counts the texts that a task has with the engine. Results arrive on the engine's thread, the task waits on its own. */
final class InFlight {

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

    /** Waits until a text is done that was not when this was called last. */
    synchronized void awaitOneDone() {
        try {
            while (done == seen) {
                wait();
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
