package org.honyaku.job;

import java.time.Duration;
import java.time.InstantSource;
import java.util.OptionalLong;

/**
 * How large waves are: what the executors do in {@link #TARGET}, by what they have done so far. The first waves are small, since nobody
 * knows yet how fast the model is, and each may be a few times as large as the largest before it.
 *
 * <p>Used by one thread.
 */
final class WaveSizes {

    /** Two waves are open at a time, so a kill loses at most twice as much. */
    private static final Duration TARGET = Duration.ofMinutes(10);

    private static final long FIRST_TOKENS = 16_384;
    private static final long FEWEST_TOKENS = 1_024;
    private static final int GROWTH = 8;

    private final OptionalLong fixed;
    private final InstantSource clock;
    private long next = FIRST_TOKENS;
    private long largest = FIRST_TOKENS;
    private long finishedTokens;

    /** @param fixed estimated tokens of every wave, where the user wants them so */
    WaveSizes(OptionalLong fixed, InstantSource clock) {
        this.fixed = fixed;
        this.clock = clock;
    }

    /**
     * A wave that is open.
     *
     * @param startedMillis when it was begun
     * @param finishedBefore estimated tokens that had been translated then
     */
    record Begun(long startedMillis, long finishedBefore) {}

    Begun begin() {
        return new Begun(clock.millis(), finishedTokens);
    }

    /** Learns from a wave: while it was open the executors have finished it, and mostly the end of the one before. */
    void finish(Begun begun, long tokens) {
        finishedTokens += tokens;
        long millis = Math.max(1, clock.millis() - begun.startedMillis());
        double tokensPerMilli = (double) (finishedTokens - begun.finishedBefore()) / millis;
        largest = Math.max(largest, tokens);
        long most = largest > Long.MAX_VALUE / GROWTH ? Long.MAX_VALUE : largest * GROWTH;
        next = Math.max(FEWEST_TOKENS, Math.min(most, (long) (tokensPerMilli * TARGET.toMillis())));
    }

    /** Estimated tokens of the next wave. */
    long next() {
        return fixed.orElse(next);
    }
}
