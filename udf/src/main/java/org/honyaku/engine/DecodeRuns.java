package org.honyaku.engine;

import java.util.ArrayList;
import java.util.List;

/**
 * Puts decode chunks that lie side by side in the cache into runs that attend together, padded to the longest. A long sequence beside
 * short ones gets a run of its own where the padding would cost more than another call of the attention operator.
 */
final class DecodeRuns {

    /** Cache rows whose attention costs about as much as one more call of the operator. */
    static final int CALL_COST_ROWS = 512;

    private final int slotTokens;
    private final List<StepPlan.DecodeRun> runs = new ArrayList<>();
    private int kvStart;
    private int count;
    private int longest;
    private int padding;

    DecodeRuns(int slotTokens) {
        this.slotTokens = slotTokens;
    }

    /** Chunks come in the order of their cache rows. */
    void add(StepPlan.Chunk chunk) {
        int grown = Math.max(longest, chunk.kvTokens());
        int morePadding = count * (grown - longest) + grown - chunk.kvTokens();
        boolean adjacent = chunk.kvStart() == kvStart + count * slotTokens;
        if (count > 0 && (!adjacent || padding + morePadding > CALL_COST_ROWS || grown > slotTokens)) {
            close();
            grown = chunk.kvTokens();
            morePadding = 0;
        }
        if (count == 0) {
            kvStart = chunk.kvStart();
        }
        count++;
        longest = grown;
        padding += morePadding;
    }

    List<StepPlan.DecodeRun> close() {
        if (count > 0) {
            runs.add(new StepPlan.DecodeRun(kvStart, slotTokens, count, longest));
        }
        count = 0;
        longest = 0;
        padding = 0;
        return runs;
    }
}
