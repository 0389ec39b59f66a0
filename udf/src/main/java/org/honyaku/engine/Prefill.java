package org.honyaku.engine;

import org.jspecify.annotations.Nullable;

/** How far the tokens of a prompt, or of a shared head, are in the KV cache. */
final class Prefill {

    private final TokenIds ids;
    private final int kvStart;
    private final int ropeBand;
    private int computed;

    /** @param reused leading tokens whose keys and values are copied instead of computed */
    Prefill(TokenIds ids, int kvStart, int ropeBand, int reused) {
        this.ids = ids;
        this.kvStart = kvStart;
        this.ropeBand = ropeBand;
        this.computed = reused;
    }

    TokenIds ids() {
        return ids;
    }

    int kvStart() {
        return kvStart;
    }

    int ropeBand() {
        return ropeBand;
    }

    int remaining() {
        return ids.size() - computed;
    }

    boolean isDone() {
        return remaining() == 0;
    }

    /** The same prompt, of which so much was computed, in another place of the cache. */
    Prefill movedTo(int row) {
        return new Prefill(ids, row, ropeBand, computed);
    }

    /** The next at most {@code budget} tokens. */
    StepPlan.Chunk advance(int budget, StepPlan.@Nullable Draw draw) {
        int first = computed;
        computed += Math.min(remaining(), budget);
        return new StepPlan.Chunk(kvStart, first, ids.slice(first, computed), ropeBand, draw);
    }
}
