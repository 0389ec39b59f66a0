package org.honyaku.engine;

import java.util.BitSet;

/** Which slots of a region of the KV cache are taken. Gives out the lowest free ones, so that sequences stay close together. Thread-safe. */
final class SlotPool {

    private final int firstSlot;
    private final int slots;
    private final BitSet taken;

    SlotPool(int firstSlot, int slots) {
        this.firstSlot = firstSlot;
        this.slots = slots;
        this.taken = new BitSet(slots);
    }

    int size() {
        return slots;
    }

    /** The first of {@code count} adjacent slots, or -1 where there are none now. */
    int acquire(int count) {
        return acquire(count, 0, slots);
    }

    /** The same among the slots from the pool's {@code from}-th (inclusive) to its {@code to}-th (exclusive). */
    synchronized int acquire(int count, int from, int to) {
        int start = taken.nextClearBit(from);
        while (start + count <= to) {
            int nextTaken = taken.nextSetBit(start);
            if (nextTaken < 0 || nextTaken >= start + count) {
                taken.set(start, start + count);
                return firstSlot + start;
            }
            start = taken.nextClearBit(nextTaken);
        }
        return -1;
    }

    synchronized void release(int slot, int count) {
        int start = slot - firstSlot;
        if (taken.get(start, start + count).cardinality() != count) {
            throw new IllegalStateException("slots " + slot + " to " + (slot + count - 1) + " were not all taken");
        }
        taken.clear(start, start + count);
    }
}
