package org.honyaku.engine;

import java.util.List;
import java.util.stream.IntStream;

/**
 * What one lane takes of the KV cache: slots for its sequences, of which it has a part for itself, and slots for the heads that they share.
 */
final class LaneSlots {

    private final int lane;
    private final SlotPool all;
    private final int from;
    private final int to;
    private final SlotPool heads;

    private LaneSlots(int lane, SlotPool all, int from, int to, SlotPool heads) {
        this.lane = lane;
        this.all = all;
        this.from = from;
        this.to = to;
        this.heads = heads;
    }

    /** A cache for its lanes. The first {@code sequences} slots hold sequences, the others shared heads. */
    static List<LaneSlots> divide(KvLayout layout, int sequences) {
        var all = new SlotPool(0, sequences);
        int heads = layout.slots() - sequences;
        return IntStream.range(0, layout.lanes())
                .mapToObj(lane -> {
                    int firstHead = begin(heads, lane, layout);
                    var ownHeads = new SlotPool(sequences + firstHead, begin(heads, lane + 1, layout) - firstHead);
                    return new LaneSlots(
                            lane, all, begin(sequences, lane, layout), begin(sequences, lane + 1, layout), ownHeads);
                })
                .toList();
    }

    /** Where a lane's share of so many slots begins. */
    private static int begin(int slots, int lane, KvLayout layout) {
        return slots * lane / layout.lanes();
    }

    int lane() {
        return lane;
    }

    SlotPool heads() {
        return heads;
    }

    /** The first of {@code count} adjacent slots, or -1 where there are none now. What is too long for the lane's part may lie anywhere. */
    int acquire(int count) {
        return count <= to - from ? all.acquire(count, from, to) : all.acquire(count);
    }

    void release(int slot, int count) {
        all.release(slot, count);
    }
}
