package org.honyaku.job;

/**
 * An interval of the {@link WorkLine}, translated and published as one.
 *
 * @param number from 1 in the order of the line
 * @param start first position
 * @param end position after the last one
 */
record Wave(int number, long start, long end) {

    /** What it is called in the memory. */
    String name() {
        return "wave-" + number;
    }

    long tokens() {
        return end - start;
    }
}
