package org.honyaku.job;

import java.time.Duration;
import java.util.Locale;

/** Durations as people read them. */
final class Durations {

    private Durations() {}

    /** {@code 4.2 s}, {@code 3 min 20 s}, {@code 2 h 5 min}. */
    static String format(Duration duration) {
        if (duration.compareTo(Duration.ofMinutes(1)) < 0) {
            return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
        }
        if (duration.compareTo(Duration.ofHours(1)) < 0) {
            return duration.toMinutes() + " min " + duration.toSecondsPart() + " s";
        }
        return duration.toHours() + " h " + duration.toMinutesPart() + " min";
    }
}
