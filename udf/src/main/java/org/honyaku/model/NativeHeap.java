package org.honyaku.model;

import com.sun.jna.NativeLibrary;
import com.sun.jna.NativeLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the C library's malloc holds. */
final class NativeHeap {

    private static final Logger LOG = LoggerFactory.getLogger(NativeHeap.class);

    private NativeHeap() {}

    /**
     * Gives what is free back to the system, whole pages of it in all arenas ({@code man 3 malloc_trim}). Tensors of ever other sizes leave holes
     * between those that stay: without this a process that computes for a night grows by some MiB for each 10,000 steps.
     */
    static void trim() {
        try {
            NativeLibrary.getInstance("c").getFunction("malloc_trim").invokeInt(new Object[] {new NativeLong(0)});
        } catch (LinkageError e) {
            LOG.debug("this C library has no malloc_trim", e);
        }
    }
}
