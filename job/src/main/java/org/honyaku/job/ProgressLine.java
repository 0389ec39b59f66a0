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

    private static final int BAR_WIDTH = 16;

    /** What a text costs besides its characters, in characters: the prompt around it, the end of its output. */
    private static final int CHARACTERS_PER_TEXT = 16;

    /** {@code 1,200 of 2,000 texts · 31,000 tokens · 410.0 tokens/s · about 4 min 2 s left}. */
    String line(Counts done, Duration elapsed) {
        return String.format(
                Locale.ROOT,
                "%,d of %,d texts · %,d tokens · %,.1f tokens/s · %s",
                done.rows(),
                texts,
                done.outputTokens(),
                tokensPerSecond(done, elapsed),
                timeLeft(done, elapsed));
    }

    /** The same, shorter, behind a bar: {@code [####............]  25 % · 500/2,000 texts · 410.0 tokens/s · ...}. */
    String bar(Counts done, Duration elapsed) {
        int filled = (int) Math.round(share(done) * BAR_WIDTH);
        return String.format(
                Locale.ROOT,
                "[%s%s] %3.0f %% · %,d/%,d texts · %,.1f tokens/s · %s",
                "#".repeat(filled),
                ".".repeat(BAR_WIDTH - filled),
                share(done) * 100,
                done.rows(),
                texts,
                tokensPerSecond(done, elapsed),
                timeLeft(done, elapsed));
    }

    private static double tokensPerSecond(Counts done, Duration elapsed) {
        return done.outputTokens() * 1000.0 / Math.max(elapsed.toMillis(), 1);
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
