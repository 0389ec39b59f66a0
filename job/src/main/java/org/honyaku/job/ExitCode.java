package org.honyaku.job;

/**
 * What the process says to whoever started it. The numbers are a promise to schedulers and scripts; none of them is one that
 * Spark, the JVM or the shell uses for something else.
 */
public enum ExitCode {
    /** Every row has a translation, within the error budget. */
    OK(0),
    /** Nothing that the user or the operator could have done differently: a mistake in Honyaku. */
    INTERNAL_ERROR(1),
    /** Wrong options or settings, an output that exists among them; all problems are listed at once. */
    USAGE(2),
    /** The input is missing, unreadable or not what it should be. */
    INPUT(3),
    /** Finished and published, with more failed rows than allowed. */
    OVER_ERROR_BUDGET(10),
    /** Another run is writing to the same output. */
    OUTPUT_BUSY(12),
    /** The model folder fails its checks. */
    MODEL(13),
    /** The output cannot be written: no space or no permission. */
    OUTPUT(14),
    /** Stopped at the deadline or by a signal; everything done so far is kept, and the same command goes on. */
    DEADLINE(15),
    /** Something outside broke that may work the next time. */
    TRY_AGAIN(75);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }
}
