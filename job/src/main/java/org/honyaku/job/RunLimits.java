package org.honyaku.job;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How far a run goes.
 *
 * @param maxAttempts how often a text that fails is tried in all runs together, at least 1
 * @param waveTokens estimated tokens of a wave; empty for what takes about ten minutes
 * @param deadline when it stops, done or not
 */
public record RunLimits(int maxAttempts, OptionalLong waveTokens, Optional<Instant> deadline) {

    /** Three attempts, and no end before all is done. */
    public static final RunLimits DEFAULT = new RunLimits(3, OptionalLong.empty(), Optional.empty());

    public RunLimits {
        if (maxAttempts < 1) {
            throw new IllegalArgumentException("max_attempts must be at least 1 but is " + maxAttempts);
        }
        if (waveTokens.isPresent() && waveTokens.getAsLong() < 1) {
            throw new IllegalArgumentException("wave_tokens must be at least 1 but is " + waveTokens.getAsLong());
        }
    }
}
