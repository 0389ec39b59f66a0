package org.honyaku.engine;

/** A sequence that has its place in the KV cache. */
final class Placement {

    private final Sequence sequence;
    private final int firstSlot;
    private final int slots;
    private final Prefill prefill;

    Placement(Sequence sequence, int firstSlot, int slots, Prefill prefill) {
        this.sequence = sequence;
        this.firstSlot = firstSlot;
        this.slots = slots;
        this.prefill = prefill;
    }

    Sequence sequence() {
        return sequence;
    }

    int firstSlot() {
        return firstSlot;
    }

    int slots() {
        return slots;
    }

    boolean isDecoding() {
        return prefill.isDone();
    }

    /** What is left of the prompt. */
    int tokensToPrefill() {
        return prefill.remaining();
    }

    /** Cache rows that the next decoded token attends to, its own included. */
    int kvTokens() {
        return sequence.request().promptIds().size() + sequence.outputSize();
    }

    /** Keys and values that are in the cache while it decodes. */
    int cachedTokens() {
        return kvTokens() - 1;
    }

    /** The same sequence in another slot, whose first cache row is {@code row}. */
    Placement movedTo(int slot, int row) {
        return new Placement(sequence, slot, slots, prefill.movedTo(row));
    }

    StepPlan.Chunk decodeChunk(StepPlan.Draw draw) {
        return new StepPlan.Chunk(
                prefill.kvStart(), cachedTokens(), TokenIds.of(sequence.lastToken()), prefill.ropeBand(), draw);
    }

    /** At most {@code budget} tokens of the prompt; only the chunk that completes it draws a token. */
    StepPlan.Chunk prefillChunk(int budget, SamplingPolicy policy) {
        boolean completes = prefill.remaining() <= budget;
        return prefill.advance(budget, completes ? policy.draw(sequence) : null);
    }
}
