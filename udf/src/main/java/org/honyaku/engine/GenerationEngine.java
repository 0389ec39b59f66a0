package org.honyaku.engine;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Keeps one model busy with everybody's requests: continuous batching in one or several {@link Lane}s, as many as the model's cache has.
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
 * <p>The engine owns the model and closes it on its last thread when it ends.
 */
public final class GenerationEngine implements AutoCloseable {

    private final LanguageModel model;
    private final RequestLimits limits;
    private final AdmissionQueue queue;
    private final List<Lane> lanes;
    private final AtomicInteger working;

    private GenerationEngine(LanguageModel model, EngineSettings settings, StepWitness witness) {
        this.model = model;
        this.limits = RequestLimits.of(model, settings);
        int count = model.kvLayout().lanes();
        this.queue = new AdmissionQueue(count, settings.admissionWindow());
        this.working = new AtomicInteger(count);
        var witnessed = new WitnessedRows(witness, count);
        this.lanes = LaneSlots.divide(model.kvLayout(), settings.maxSequences()).stream()
                .map(slots -> new Lane(model, settings, slots, queue, witnessed, this::laneEnded))
                .toList();
    }

    /** Starts an engine that nobody watches. */
    public static GenerationEngine start(LanguageModel model, EngineSettings settings) {
        return start(model, settings, StepWitness.NONE);
    }

    /**
     * Takes over {@code model}: closing the engine closes it, and so does an engine that cannot start.
     *
     * @throws IllegalArgumentException if the cache does not hold the sequences, or a step not a token of each, with a sentence for the user
     */
    public static GenerationEngine start(LanguageModel model, EngineSettings settings, StepWitness witness) {
        try {
            requireRoom(model.kvLayout(), settings);
            GenerationEngine engine = new GenerationEngine(model, settings, witness);
            engine.lanes.forEach(Lane::start);
            return engine;
        } catch (RuntimeException | Error e) {
            model.close();
            throw e;
        }
    }

    private static void requireRoom(KvLayout layout, EngineSettings settings) {
        if (settings.maxSequences() > layout.slots()) {
            throw new IllegalArgumentException(
                    settings.maxSequences() + " sequences do not fit the KV cache of " + layout.slots() + " slots");
        }
        int inLane = layout.inLane(settings.maxSequences());
        if (settings.maxStepTokens() < inLane) {
            throw new IllegalArgumentException(
                    "a step of " + settings.maxStepTokens() + " tokens is too short for " + inLane
                            + " sequences, each of which computes one in it; give it more tokens (step_tokens) or fewer slots (slots)");
        }
    }

    /** Queues a request. The future fails only where the engine failed or was closed; cancelling it drops the request. */
    public CompletableFuture<GenerationResult> submit(GenerationRequest request) {
        Optional<GenerationResult.Refused> refused = limits.refuse(request);
        if (refused.isPresent()) {
            return CompletableFuture.completedFuture(refused.get());
        }
        Sequence sequence = new Sequence(request);
        queue.add(sequence);
        return sequence.result();
    }

    /** Threads that run steps, each its own. */
    public int lanes() {
        return lanes.size();
    }

    public EngineStats stats() {
        return lanes.stream().map(Lane::stats).reduce(EngineStats.NONE, EngineStats::plus);
    }

    /** The steps that the model is at. Whoever watches for a model that hangs asks for them. */
    public List<RunningStep> runningSteps() {
        return lanes.stream().map(Lane::runningStep).filter(Objects::nonNull).toList();
    }

    /** Ends after the steps that run now and waits for them. */
    @Override
    public void close() {
        queue.end(new EngineException("the engine was closed", null));
        try {
            for (Lane lane : lanes) {
                lane.join();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whoever has no result by now hears why, when what the model held has been given back. */
    private void laneEnded() {
        if (working.decrementAndGet() > 0) {
            return;
        }
        try {
            model.close();
        } finally {
            EngineException reason = queue.reason();
            lanes.forEach(lane -> lane.forEach(sequence -> sequence.fail(reason)));
            queue.left().forEach(sequence -> sequence.fail(reason));
        }
    }
}
