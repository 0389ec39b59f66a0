package org.honyaku.spark;

import java.util.Locale;
import org.honyaku.engine.FinishReason;
import org.honyaku.engine.GenerationResult.Completed;
import org.jspecify.annotations.Nullable;

/** The values of a row's {@link ResultColumn}s, of its first attempt: whoever knows of earlier ones counts them in. */
record RowResult(
        String translationKey,
        RowStatus status,
        @Nullable String translation,
        @Nullable FinishReason finishReason,
        int promptTokens,
        int outputTokens,
        @Nullable Double meanLogprob,
        @Nullable String error) {

    RowResult {
        if (status.hasTranslation() != (translation != null)) {
            throw new IllegalArgumentException("a row has a translation if and only if its status allows one, but is "
                    + status + (translation == null ? " without" : " with"));
        }
    }

    /** A row on which the model did not run. */
    static RowResult notRun(String translationKey, RowStatus status, @Nullable String error) {
        return new RowResult(translationKey, status, null, null, 0, 0, null, error);
    }

    /** A row on which the model ran to an end. {@code translation} and {@code error} follow from the status. */
    static RowResult completed(
            String translationKey,
            RowStatus status,
            Completed generation,
            @Nullable String translation,
            @Nullable String error) {
        int outputTokens = generation.outputIds().size();
        return new RowResult(
                translationKey,
                status,
                translation,
                generation.finishReason(),
                generation.promptTokens(),
                outputTokens,
                outputTokens == 0 ? null : generation.logprobs().mean(),
                error);
    }

    @Nullable
    Object value(ResultColumn column) {
        return switch (column) {
            case TRANSLATION -> translation;
            case STATUS -> status.columnValue();
            case FINISH_REASON ->
                finishReason == null ? null : finishReason.name().toLowerCase(Locale.ROOT);
            case PROMPT_TOKENS -> promptTokens;
            case OUTPUT_TOKENS -> outputTokens;
            case MEAN_LOGPROB -> meanLogprob;
            case ATTEMPTS -> 1;
            case REUSED -> false;
            case ERROR -> error;
            case TRANSLATION_KEY -> translationKey;
        };
    }
}
