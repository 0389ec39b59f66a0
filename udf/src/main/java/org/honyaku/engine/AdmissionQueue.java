package org.honyaku.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Where requests wait for a lane. Every lane fetches its fair share of all that wait or run: few requests are spread over all lanes, and
 * none of them is idle while others have several left. Thread-safe.
 */
final class AdmissionQueue {

    private final WaitingRoom waiting;
    /** Sequences of each lane, as of when it asked last; never fewer than it has. */
    private final int[] running;

    /** Why no further request is taken. */
    private @Nullable EngineException ended;

    AdmissionQueue(int lanes, int window) {
        this.running = new int[lanes];
        this.waiting = new WaitingRoom(window);
    }

    /** Takes a request in. Where the engine has ended, it fails with the reason. */
    void add(Sequence sequence) {
        EngineException reason = enter(sequence);
        if (reason != null) {
            sequence.fail(reason);
        }
    }

    private synchronized @Nullable EngineException enter(Sequence sequence) {
        if (ended == null) {
            waiting.enter(sequence);
            notifyAll();
        }
        return ended;
    }

    /**
     * Offers a lane whoever is next, one after another, until it has its share or does not take one: nobody overtakes a request that
     * waits for its slots or its head, so nobody waits for ever.
     *
     * @param size sequences that run in the lane
     */
    synchronized void offer(int lane, int size, Predicate<Sequence> taken) {
        running[lane] = size;
        Sequence next = waiting.peek();
        while (next != null && running[lane] < share() && taken.test(next)) {
            waiting.leave();
            running[lane]++;
            next = waiting.peek();
        }
    }

    private int share() {
        int all = waiting.size() + Arrays.stream(running).sum();
        return (all + running.length - 1) / running.length;
    }

    synchronized boolean isEmpty() {
        return waiting.peek() == null;
    }

    /** A lane without sequences waits: returns when somebody asks to be fetched, or the engine has ended. */
    synchronized void await(int lane) throws InterruptedException {
        running[lane] = 0;
        while (ended == null && isEmpty()) {
            wait();
        }
    }

    /** Takes no request from now on. The first reason counts. */
    synchronized void end(EngineException reason) {
        if (ended == null) {
            ended = reason;
        }
        notifyAll();
    }

    synchronized boolean hasEnded() {
        return ended != null;
    }

    /** @throws IllegalStateException while requests are taken */
    synchronized EngineException reason() {
        if (ended == null) {
            throw new IllegalStateException("the engine has not ended");
        }
        return ended;
    }

    /** Who has not been fetched. */
    synchronized List<Sequence> left() {
        List<Sequence> left = new ArrayList<>();
        waiting.forEach(left::add);
        return left;
    }
}
