package org.honyaku.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one model busy with everybody's requests: continuous batching on a thread of its own.
 *
 * <ul>
 *   <li>Any number of threads may submit at once; each request gets exactly one result.
 *   <li>A request's tokens do not depend on what runs beside it.
 *   <li>The queue is not bounded: callers bound what they have in flight.
 *   <li>A step for which the memory does not suffice is computed in parts; a request that does not fit alone is refused.
 *   <li>When the model fails otherwise, or the engine is closed, every request without a result fails with an {@link EngineException}, and so
 *       does every later one.
 * </ul>
 *
 * <p>The engine owns the model and closes it on its own thread when it ends.
 */
public final class GenerationEngine implements AutoCloseable {

    /** Wakes the engine's thread when there is nothing else to receive. */
    private static final Sequence WAKE_UP = new Sequence(GenerationRequest.greedy(TokenIds.of(0), 1, TokenIds.of()));

    private final LanguageModel model;
    private final RequestLimits limits;
    private final StepRunner runner;
    private final Scheduler scheduler;
    private final StepWitness witness;
    private final BlockingQueue<Sequence> inbox = new LinkedBlockingQueue<>();
    private final Thread thread;
    private volatile EngineStats stats = EngineStats.NONE;
    private volatile @Nullable RunningStep running;
    /** What the witness was told last. */
    private List<Long> witnessed = List.of();
    /** Why no further request is taken; guarded by this, so that no request slips in after the last ones were told. */
    private @Nullable EngineException ended;

    private GenerationEngine(LanguageModel model, EngineSettings settings, StepWitness witness) {
        this.model = model;
        this.witness = witness;
        this.runner = new StepRunner(model);
        this.limits = RequestLimits.of(model, settings);
        this.scheduler = new Scheduler(settings, model.kvLayout(), model::ropeBand);
        this.thread = new Thread(this::run, "honyaku-engine");
        thread.setDaemon(true);
    }

    /** Starts an engine that nobody watches. */
    public static GenerationEngine start(LanguageModel model, EngineSettings settings) {
        return start(model, settings, StepWitness.NONE);
    }

    /** Takes over {@code model}: closing the engine closes it. */
    public static GenerationEngine start(LanguageModel model, EngineSettings settings, StepWitness witness) {
        if (settings.maxSequences() > model.kvLayout().slots()) {
            throw new IllegalArgumentException(settings.maxSequences() + " sequences do not fit the KV cache of "
                    + model.kvLayout().slots() + " slots");
        }
        GenerationEngine engine = new GenerationEngine(model, settings, witness);
        engine.thread.start();
        return engine;
    }

    /** Queues a request. The future fails only where the engine failed or was closed; cancelling it drops the request. */
    public CompletableFuture<GenerationResult> submit(GenerationRequest request) {
        Optional<GenerationResult.Refused> refused = limits.refuse(request);
        if (refused.isPresent()) {
            return CompletableFuture.completedFuture(refused.get());
        }
        Sequence sequence = new Sequence(request);
        synchronized (this) {
            if (ended != null) {
                return CompletableFuture.failedFuture(ended);
            }
            inbox.add(sequence);
        }
        return sequence.result();
    }

    public EngineStats stats() {
        return stats;
    }

    /** The step that the model is at; null between steps. Whoever watches for a model that hangs asks for it. */
    public @Nullable RunningStep runningStep() {
        return running;
    }

    /** Ends after the step that runs now and waits for it. */
    @Override
    public void close() {
        end(new EngineException("the engine was closed", null));
        inbox.add(WAKE_UP);
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try (model) {
            while (receive()) {
                StepPlan plan = scheduler.next();
                if (plan != null) {
                    StepRunner.Result result = execute(plan);
                    result.lost().forEach(chunk -> scheduler.giveUp(chunk).outOfMemory());
                    scheduler.accept(result.outcome()).forEach(Sequence::complete);
                }
                if (scheduler.isIdle()) {
                    witness();
                }
            }
        } catch (RuntimeException | Error failure) {
            witness.failed(failure);
            end(new EngineException("the engine failed: " + failure, failure));
        } finally {
            tellTheLast();
        }
    }

    /** Takes in what was submitted, waiting for it where nothing else is to do. False when the engine has ended. */
    private boolean receive() {
        List<Sequence> received = new ArrayList<>();
        try {
            if (scheduler.isIdle()) {
                received.add(inbox.take());
            }
        } catch (InterruptedException interrupted) {
            end(new EngineException("the engine's thread was interrupted", interrupted));
        }
        inbox.drainTo(received);
        received.stream().filter(sequence -> sequence != WAKE_UP).forEach(scheduler::add);
        return !hasEnded();
    }

    private StepRunner.Result execute(StepPlan plan) {
        witness();
        long start = System.nanoTime();
        running = new RunningStep(start, plan.tokens());
        try {
            StepRunner.Result result = runner.run(plan);
            stats = stats.plus(plan, result.outcome(), System.nanoTime() - start);
            return result;
        } finally {
            running = null;
        }
    }

    private void witness() {
        List<Long> rows = scheduler.runningSeeds();
        if (!rows.equals(witnessed)) {
            witness.computes(rows);
            witnessed = rows;
        }
    }

    private synchronized void end(EngineException reason) {
        if (ended == null) {
            ended = reason;
        }
    }

    private synchronized boolean hasEnded() {
        return ended != null;
    }

    private synchronized void tellTheLast() {
        EngineException reason = ended == null ? new EngineException("the engine ended", null) : ended;
        ended = reason;
        List<Sequence> last = new ArrayList<>();
        scheduler.forEach(last::add);
        inbox.drainTo(last);
        last.forEach(sequence -> sequence.result().completeExceptionally(reason));
    }
}
