package org.honyaku.spark;

import java.io.Serializable;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import org.apache.spark.TaskContext;
import org.apache.spark.TaskKilledException;
import org.honyaku.engine.GenerationEngine;
import org.honyaku.engine.GenerationRequest;
import org.honyaku.engine.GenerationResult;
import org.jspecify.annotations.Nullable;

/**
 * How a task treats rows that were computed when a process died.
 *
 * <ul>
 *   <li>Mostly it leaves them out: they must not take others with them again.
 *   <li>Where it is told to run rows alone, it does so one at a time in the whole process, and those that brought processes down that
 *       way before are not run again.
 * </ul>
 *
 * @param journals that name such rows
 * @param suspects rows that are known when the task is made; one that is repeated looks again
 * @param alone whether rows are run alone
 */
public record Precautions(CrashJournals journals, Suspects suspects, boolean alone) implements Serializable {

    /** The turn to run a row alone in this process. */
    private static final Semaphore TURN = new Semaphore(1);

    /** The same for a task that runs now: whatever it has begun in an earlier attempt is under suspicion. */
    Precautions forTask(@Nullable TaskContext task) {
        boolean repeated = task != null && (task.attemptNumber() > 0 || task.stageAttemptNumber() > 0);
        return repeated ? new Precautions(journals, journals.read(), alone) : this;
    }

    /** Whether a row is left for later. */
    boolean leavesOut(String key) {
        return !alone && suspects.has(key);
    }

    /** The result of a row that is not run again. */
    Optional<RowResult> verdict(String key) {
        return suspects.verdict(key).map(status -> RowResult.notRun(key, status, words(status)));
    }

    private static String words(RowStatus status) {
        return status == RowStatus.TIMEOUT
                ? "a step of the model did not come to its end while this text was translated and nothing else"
                : "two processes died while this text was translated and nothing else";
    }

    /** Sends a request to the engine, when it is its turn. */
    CompletableFuture<GenerationResult> submit(GenerationRequest request, GenerationEngine engine) {
        if (!alone) {
            return engine.submit(request);
        }
        try {
            TURN.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TaskKilledException("interrupted while it waited to run a row alone");
        }
        CompletableFuture<GenerationResult> generation = engine.submit(request);
        var unused = generation.whenComplete((result, failure) -> TURN.release());
        return generation;
    }
}
