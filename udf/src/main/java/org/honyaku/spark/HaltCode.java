package org.honyaku.spark;

/**
 * With what an executor's process, or that of a local run, ends on purpose in the middle of its work, because nothing less helps. The
 * texts under way stand in its {@link CrashJournal}. None of the numbers is one that Spark, the JVM, the shell or the command uses.
 */
public enum HaltCode {
    /** A step of the model did not come to its end. Native code cannot be interrupted. */
    HUNG(20),
    /** The GPU reported an error that a process cannot recover from, as CUDA says of nearly all of them. */
    DEVICE_LOST(21);

    private final int number;

    HaltCode(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }

    /** Ends this process at once: what hangs in native code would keep shutdown hooks from ending. */
    void halt() {
        ProcessEnd.now(number);
    }
}
