package org.honyaku.spark;

import com.sun.jna.NativeLibrary;

/** The end of a process in the middle of its work. */
public final class ProcessEnd {

    private ProcessEnd() {}

    /**
     * Ends this process with this exit code, as {@code man 2 _exit} has it. Java's own {@code halt} has the C library tidy up first: libtorch's
     * objects are destroyed under the threads that still compute with them, and the process may die of that, with another exit code.
     */
    public static void now(int exitCode) {
        try {
            NativeLibrary.getInstance("c").getFunction("_exit").invokeVoid(new Object[] {exitCode});
        } catch (LinkageError e) {
            Runtime.getRuntime().halt(exitCode);
        }
    }
}
