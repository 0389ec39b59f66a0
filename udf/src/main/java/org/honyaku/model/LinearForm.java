package org.honyaku.model;

import java.util.List;
import java.util.Locale;

/** How linear layers keep their weights and multiply by them; linear.py says what each does, under the same numbers. */
enum LinearForm {
    PLAIN(0),
    PACKED(1),
    UNSIGNED_INT8(2),
    SIGNED_INT8(3);

    private final int code;

    LinearForm(int code) {
        this.code = code;
    }

    /** The forms in which a device may compute a precision; which of several is fastest depends on the CPU. */
    static List<LinearForm> candidates(String device, Precision precision) {
        if (precision == Precision.INT8) {
            return List.of(UNSIGNED_INT8, SIGNED_INT8);
        }
        return List.of(device.equals("cpu") ? PACKED : PLAIN);
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
