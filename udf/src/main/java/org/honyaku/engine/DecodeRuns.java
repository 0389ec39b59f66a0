package org.honyaku.engine;

import java.util.ArrayList;
import java.util.List;

/**
 * Puts decode chunks that lie at equal distances in the cache, one or several slots, into runs that attend together, padded to the longest. A
 * long sequence beside short ones gets a run of its own where the padding would cost more than another call of the attention operator, and
 * always where the cache is looked at in blocks and they have another number of blocks.
 */
final class DecodeRuns {

    /** Cache rows whose attention costs about as much as one more call of the operator. */
    static final int CALL_COST_ROWS = 1024;

    private final KvLayout layout;
    private final List<StepPlan.DecodeRun> runs = new ArrayList<>();
    private int kvStart;
    private int last;
    private int stride;
    private int count;
    private int longest;
    private int padding;

    DecodeRuns(KvLayout layout) {
        this.layout = layout;
    }

    /** Chunks come in the order of their cache rows. */
    void add(StepPlan.Chunk chunk) {
        int seen = layout.inBlocks(chunk.kvTokens());
        int grown = Math.max(longest, seen);
        int morePadding = count * (grown - longest) + grown - seen;
        int distance = chunk.kvStart() - last;
        boolean joins = count == 1 || distance == stride;
        boolean fits = grown <= distance && chunk.kvStart() + grown <= layout.tokens();
        if (count > 0 && (!joins || !fits || !alike(seen) || padding + morePadding > CALL_COST_ROWS)) {
            close();
            grown = seen;
            morePadding = 0;
        }
        if (count == 0) {
            kvStart = chunk.kvStart();
            stride = layout.slotTokens();
        } else {
            stride = distance;
        }
        last = chunk.kvStart();
        count++;
        longest = grown;
        padding += morePadding;
    }

    private boolean alike(int seen) {
        return layout.keyBlock() == 1 || seen == longest;
    }

    List<StepPlan.DecodeRun> close() {
        if (count > 0) {
            runs.add(new StepPlan.DecodeRun(kvStart, stride, count, longest));
        }
        count = 0;
        longest = 0;
        padding = 0;
        return runs;
    }
}
