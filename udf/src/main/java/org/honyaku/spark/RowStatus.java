package org.honyaku.spark;

import java.util.Locale;

/**
 * What became of a row. The list is closed, and complete from the first version on so that readers can rely on it: every row of
 * an output has exactly one of these. A version writes those that its checks can find; the ones between {@link #TRUNCATED} and
 * {@link #EMPTY_SOURCE} are of checks to come.
 */
public enum RowStatus {
    /** Translated, and no check found anything. */
    OK(Verdict.OK),
    /** Translated up to {@code max_new_tokens}; the end is missing. */
    TRUNCATED(Verdict.FLAGGED),
    /** Translated, but the output says the same over and over. */
    REPEATED(Verdict.FLAGGED),
    /** The output is the source itself. */
    ECHOED_SOURCE(Verdict.FLAGGED),
    /** The output is not in the language asked for. */
    WRONG_LANGUAGE(Verdict.FLAGGED),
    /** The output talks about the task besides doing it. */
    CHATTER(Verdict.FLAGGED),
    /** The output is far too long or too short for its source. */
    LENGTH_RATIO(Verdict.FLAGGED),
    /** Numbers of the source are missing in the output. */
    LOST_NUMBERS(Verdict.FLAGGED),
    /** Placeholders or markup of the source are missing in the output. */
    LOST_PLACEHOLDERS(Verdict.FLAGGED),
    /** The model itself found its output unlikely. */
    LOW_CONFIDENCE(Verdict.FLAGGED),
    /** Null or blank: nothing to translate, and no failure either. */
    EMPTY_SOURCE(Verdict.NOTHING_TO_DO),
    /** The prompt and the new tokens do not fit the model's context or the engine's memory. */
    TOO_LONG(Verdict.FAILED),
    /** The model answered with nothing but blanks. */
    EMPTY(Verdict.FAILED),
    /** The device's memory does not suffice for this row, even alone. */
    OOM(Verdict.FAILED),
    /** The row took longer than the watchdog allows. */
    TIMEOUT(Verdict.FAILED),
    /** The row brought its process down, more than once. */
    CRASHED(Verdict.FAILED),
    /** The text cannot be tokenised, or the model's answer is no text; the column {@code error} says why. */
    ERROR(Verdict.FAILED);

    /** What a status means for the row and for the error budget. */
    public enum Verdict {
        /** Has a translation. */
        OK,
        /** Has a translation, and somebody should look at it. */
        FLAGGED,
        /** Has no translation though there was something to translate. */
        FAILED,
        /** Has no translation because there was nothing to translate; does not count as failed. */
        NOTHING_TO_DO
    }

    private final Verdict verdict;

    RowStatus(Verdict verdict) {
        this.verdict = verdict;
    }

    public Verdict verdict() {
        return verdict;
    }

    /** Whether the row's {@code translation} is set; it is null for every other status. */
    public boolean hasTranslation() {
        return verdict == Verdict.OK || verdict == Verdict.FLAGGED;
    }

    /** Whether the row brought its process down: it is tried again where it can take no other row with it. */
    public boolean isDeadly() {
        return this == TIMEOUT || this == CRASHED;
    }

    /** How it is written in the column {@code status}: {@code ok}, {@code too_long}. */
    public String columnValue() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The status written as {@code columnValue}. */
    public static RowStatus parse(String columnValue) {
        for (RowStatus status : values()) {
            if (status.columnValue().equals(columnValue)) {
                return status;
            }
        }
        throw new IllegalArgumentException("'" + columnValue + "' is not a row status");
    }
}
