package org.honyaku.job.input;

import java.util.OptionalInt;

/** Halves of UTF-16 surrogate pairs, which JSON can write and UTF-8 cannot. */
final class Surrogates {

    private Surrogates() {}

    /** The first half without its other half. */
    static OptionalInt firstUnpaired(String text) {
        return text.codePoints()
                .filter(point -> point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE)
                .findFirst();
    }
}
