package org.honyaku.engine;

/**
 * A counter-based random number: a function of (run, row, step) without state, so that a retried task, another batch or another
 * executor draws the same numbers. Each input goes through the finaliser of SplitMix64 (Steele, Lea and Flood, 2014).
 */
final class CounterRandom {

    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;
    /** Bits of a uniform number: as many as fp32 holds exactly, so that the program's cast cannot round it up to 1. */
    private static final int BITS = 24;

    private CounterRandom() {}

    /** Uniform in [0, 1). */
    static double uniform(long runSeed, long rowSeed, int step) {
        long state = mix(mix(mix(runSeed) ^ rowSeed) ^ step);
        return (state >>> (Long.SIZE - BITS)) * 0x1.0p-24;
    }

    private static long mix(long value) {
        long z = value + GOLDEN_GAMMA;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
