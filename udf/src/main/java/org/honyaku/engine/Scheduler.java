package org.honyaku.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Decides who runs in a lane's next step, in integers only. Every running sequence decodes one token in each step; what is left of the
 * step's token budget goes to prompts, in the order of their admission.
 */
final class Scheduler {

    private final EngineSettings settings;
    private final KvLayout layout;
    private final IntUnaryOperator ropeBand;
    private final SamplingPolicy policy;
    private final AdmissionQueue queue;
    private final LaneSlots slots;
    private final HeadCache heads;
    /** By first slot, so that neighbours in the cache are neighbours in the plan. */
    private final TreeMap<Integer, Placement> running = new TreeMap<>();

    /** Where those were that the last step has moved: nobody may write there until it is done. */
    private final List<Placement> vacated = new ArrayList<>();

    private final List<Placement> prefilling = new ArrayList<>();
    /** Who gets the tokens of the step that runs now. */
    private final List<Placement> drawing = new ArrayList<>();

    Scheduler(
            EngineSettings settings,
            KvLayout layout,
            IntUnaryOperator ropeBand,
            AdmissionQueue queue,
            LaneSlots slots) {
        this.settings = settings;
        this.layout = layout;
        this.ropeBand = ropeBand;
        this.policy = new SamplingPolicy(settings.runSeed());
        this.queue = queue;
        this.slots = slots;
        this.heads = new HeadCache(layout, slots.heads());
    }

    boolean isIdle() {
        return running.isEmpty();
    }

    /** The seeds of the requests that have a slot. */
    List<Long> runningSeeds() {
        return running.values().stream()
                .map(placement -> placement.sequence().request().seed())
                .toList();
    }

    /** The next step; null where cancellations left nothing to do, or other lanes hold the slots that are needed. */
    @Nullable
    StepPlan next() {
        drawing.clear();
        vacated.forEach(moved -> slots.release(moved.firstSlot(), moved.slots()));
        vacated.clear();
        heads.beginStep();
        dropCancelled();
        List<StepPlan.KvCopy> copies = admit();
        if (queue.isEmpty()) {
            copies.addAll(closeRanks());
        }
        List<StepPlan.Chunk> chunks = new ArrayList<>();
        List<StepPlan.DecodeRun> runs = decode(chunks);
        prefill(chunks);
        return chunks.isEmpty() ? null : new StepPlan(copies, chunks, runs);
    }

    /**
     * Hands the tokens of the planned step to their sequences; those that are finished get their result and leave. Whatever fails in between,
     * a sequence without a result is still here.
     *
     * @return how many are finished
     */
    int accept(StepOutcome outcome) {
        if (outcome.tokens().size() != drawing.size()) {
            throw new IllegalStateException("the model chose "
                    + outcome.tokens().size() + " tokens where the plan has " + drawing.size() + " draws");
        }
        int finished = 0;
        for (int i = 0; i < drawing.size(); i++) {
            Placement placement = drawing.get(i);
            placement
                    .sequence()
                    .append(outcome.tokens().get(i), outcome.logprobs().get(i));
            if (placement.sequence().isFinished()) {
                placement.sequence().complete();
                leave(placement);
                finished++;
            }
        }
        return finished;
    }

    /**
     * The sequence of a chunk that was planned and cannot be computed is told so and leaves.
     *
     * @throws IllegalStateException if the chunk is part of a shared head, which is not one sequence's alone
     */
    void giveUp(StepPlan.Chunk chunk) {
        Placement placement = running.get(chunk.kvStart() / layout.slotTokens());
        if (placement == null) {
            throw new IllegalStateException("the memory does not suffice for the head that prompts share");
        }
        placement.sequence().outOfMemory();
        drawing.remove(placement);
        leave(placement);
    }

    /** Everybody who runs. */
    void forEach(Consumer<Sequence> action) {
        running.values().forEach(placement -> action.accept(placement.sequence()));
    }

    private void dropCancelled() {
        List<Placement> cancelled = running.values().stream()
                .filter(placement -> placement.sequence().result().isCancelled())
                .toList();
        cancelled.forEach(this::leave);
    }

    /** No more than this step can begin with: what waits goes to the lane that has time for it first. */
    private List<StepPlan.KvCopy> admit() {
        List<StepPlan.KvCopy> copies = new ArrayList<>();
        queue.offer(
                slots.lane(),
                running.size(),
                sequence -> tokensToCompute() < settings.maxStepTokens() && admit(sequence, copies));
        return copies;
    }

    /** In the next step, if it had no end: one of each decoding sequence, and all that is left of prompts and heads. */
    private int tokensToCompute() {
        int decoding = running.size() - prefilling.size();
        int prompts = prefilling.stream().mapToInt(Placement::tokensToPrefill).sum();
        int pendingHeads = heads.pending().stream().mapToInt(Prefill::remaining).sum();
        return decoding + prompts + pendingHeads;
    }

    /** Whether the sequence has its place now; it has none where its head is still being computed or its slots are taken. */
    private boolean admit(Sequence sequence, List<StepPlan.KvCopy> copies) {
        int band = ropeBand.applyAsInt(sequence.request().promptIds().size());
        Prefill head = heads.headFor(sequence.request(), band);
        if (head != null && !head.isDone()) {
            return false;
        }
        int wanted = layout.slotsFor(sequence.maxTokens());
        int slot = slots.acquire(wanted);
        if (slot < 0) {
            return false;
        }
        copies.addAll(place(sequence, slot, wanted, band, head));
        return true;
    }

    /** Sequences from the end move into holes that others have left, since neighbours in the cache attend together. */
    private List<StepPlan.KvCopy> closeRanks() {
        List<StepPlan.KvCopy> copies = new ArrayList<>();
        for (int hole = nextHole(); hole >= 0; hole = nextHole()) {
            Placement last = running.pollLastEntry().getValue();
            int from = last.firstSlot() * layout.slotTokens();
            int to = hole * layout.slotTokens();
            vacated.add(last);
            running.put(hole, last.movedTo(hole, to));
            copies.add(new StepPlan.KvCopy(from, to, last.cachedTokens()));
        }
        return copies;
    }

    /** Slots that were free before the last sequence, taken now; -1 where there are none, or the last one cannot move. */
    private int nextHole() {
        var last = running.lastEntry();
        if (last == null || !last.getValue().isDecoding()) {
            return -1;
        }
        int wanted = last.getValue().slots();
        int hole = slots.acquire(wanted);
        if (hole > last.getKey()) {
            slots.release(hole, wanted);
            return -1;
        }
        return hole;
    }

    private List<StepPlan.KvCopy> place(Sequence sequence, int slot, int count, int band, @Nullable Prefill head) {
        TokenIds prompt = sequence.request().promptIds();
        int kvStart = slot * layout.slotTokens();
        int reused = head == null ? 0 : Math.min(head.ids().commonPrefix(prompt), prompt.size() - 1);
        Placement placement = new Placement(sequence, slot, count, new Prefill(prompt, kvStart, band, reused));
        running.put(slot, placement);
        prefilling.add(placement);
        return head == null ? List.of() : List.of(new StepPlan.KvCopy(head.kvStart(), kvStart, reused));
    }

    private List<StepPlan.DecodeRun> decode(List<StepPlan.Chunk> chunks) {
        DecodeRuns runs = new DecodeRuns(layout);
        for (Placement placement : running.values()) {
            if (placement.isDecoding()) {
                StepPlan.Chunk chunk = placement.decodeChunk(policy.draw(placement.sequence()));
                runs.add(chunk);
                chunks.add(chunk);
                drawing.add(placement);
            }
        }
        return runs.close();
    }

    private void prefill(List<StepPlan.Chunk> chunks) {
        int budget = settings.maxStepTokens() - chunks.size();
        for (Prefill head : heads.pending()) {
            if (budget > 0) {
                StepPlan.Chunk chunk = head.advance(budget, null);
                chunks.add(chunk);
                budget -= chunk.tokens().size();
            }
        }
        for (Placement placement : prefilling) {
            if (budget > 0) {
                StepPlan.Chunk chunk = placement.prefillChunk(budget, policy);
                chunks.add(chunk);
                budget -= chunk.tokens().size();
                if (chunk.draw() != null) {
                    drawing.add(placement);
                }
            }
        }
        prefilling.removeIf(Placement::isDecoding);
    }

    private void leave(Placement placement) {
        running.remove(placement.firstSlot());
        prefilling.remove(placement);
        slots.release(placement.firstSlot(), placement.slots());
    }
}
