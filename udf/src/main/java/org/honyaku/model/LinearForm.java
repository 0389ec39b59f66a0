package org.honyaku.model;

import java.util.Locale;

/** How linear layers keep their weights and multiply by them; linear.py says what each does, under the same numbers. */
enum LinearForm {
    PLAIN(0),
    PACKED(1),
    PACKED_FOR_FEW_ROWS(2),
    UNSIGNED_INT8(3),
    SIGNED_INT8(4),
    NARROW_INT8(5);

    private final int code;

    LinearForm(int code) {
        this.code = code;
    }

    /** The program's number for it. */
    int code() {
        return code;
    }

    /** How a log names it. */
    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
