package org.honyaku.job;

import java.time.Duration;
import java.util.Locale;
import org.honyaku.job.LiveCounters.Counts;

/**
 * How far a translation is, in words.
 *
 * @param texts to translate
 * @param characters of all these texts
 */
record ProgressLine(long texts, long characters) {

    private static final int BAR_WIDTH = 24;

    /** What a text costs besides its characters, in characters: the prompt around it, the end of its output. */
    private static final int CHARACTERS_PER_TEXT = 16;

    /** {@code 1,200 of 2,000 texts · 31,000 tokens · 410.0 tokens/s · about 4 min 2 s left}. */
    String line(Counts done, Duration elapsed) {
        double seconds = Math.max(elapsed.toMillis(), 1) / 1000.0;
        return String.format(
                Locale.ROOT,
                "%,d of %,d texts · %,d tokens · %,.1f tokens/s · %s",
                done.rows(),
                texts,
                done.outputTokens(),
                done.outputTokens() / seconds,
                timeLeft(done, elapsed));
    }

    /** The line behind a bar and a percentage. */
    String bar(Counts done, Duration elapsed) {
        int filled = (int) Math.round(share(done) * BAR_WIDTH);
        return "[" + "#".repeat(filled) + ".".repeat(BAR_WIDTH - filled) + "] "
                + String.format(Locale.ROOT, "%3.0f %% · ", share(done) * 100) + line(done, elapsed);
    }

    private String timeLeft(Counts done, Duration elapsed) {
        double share = share(done);
        if (share == 0) {
            return "loading the model";
        }
        if (share == 1) {
            return "finishing";
        }
        long millisLeft = Math.round(elapsed.toMillis() * (1 - share) / share);
        return "about " + Durations.format(Duration.ofMillis(millisLeft)) + " left";
    }

    /** By work rather than by texts: the longest come first. */
    private double share(Counts done) {
        double all = characters + (double) texts * CHARACTERS_PER_TEXT;
        return all == 0 ? 1 : Math.min(1, (done.sourceCharacters() + (double) done.rows() * CHARACTERS_PER_TEXT) / all);
    }
}
