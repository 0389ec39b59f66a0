package org.honyaku.model;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Structure;
import com.sun.jna.Structure.FieldOrder;

/**
 * The heap of the C library, in which libtorch keeps tensors on the CPU. What is in use there tells a leak from a heap in pieces: the
 * resident memory grows with either.
 */
final class CHeap {

    private static final LibC C = Native.load("c", LibC.class);

    private CHeap() {}

    /** Bytes that were asked for and not given back, of processes that have less than 2 GiB of them. */
    static long bytesInUse() {
        MallocInfo info = C.mallinfo();
        return (long) info.uordblks + info.hblkhd;
    }

    /** As in {@code man 3 mallinfo}. */
    interface LibC extends Library {

        MallocInfo mallinfo();
    }

    /** The C library's names: {@code uordblks} is in use inside the heap, {@code hblkhd} in blocks of their own. */
    @FieldOrder({
        "arena",
        "ordblks",
        "smblks",
        "hblks",
        "hblkhd",
        "usmblks",
        "fsmblks",
        "uordblks",
        "fordblks",
        "keepcost"
    })
    public static final class MallocInfo extends Structure implements Structure.ByValue {
        public int arena;
        public int ordblks;
        public int smblks;
        public int hblks;
        public int hblkhd;
        public int usmblks;
        public int fsmblks;
        public int uordblks;
        public int fordblks;
        public int keepcost;
    }
}
