package org.honyaku.spark;

import java.util.Locale;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/** The columns that a translation adds to a row, in their order. */
public enum ResultColumn {
    /** The translated text; null where the status says that there is none. */
    TRANSLATION(true),
    /** {@link RowStatus#columnValue}, never null. */
    STATUS(false),
    /** {@code eos}, {@code stop} (the template's text that ends an output) or {@code length}; null where nothing was generated. */
    FINISH_REASON(true),
    /** Tokens that the model read, the prompt's head included; 0 where it did not run. */
    PROMPT_TOKENS(false),
    /** Tokens that the model wrote, the end-of-sequence token included; 0 where it did not run. */
    OUTPUT_TOKENS(false),
    /** Mean natural logarithm of the probabilities of the written tokens, at most 0; null where there are none. */
    MEAN_LOGPROB(true),
    /** How often the text has been tried, in this run and in earlier ones of the same translation memory. */
    ATTEMPTS(false),
    /** Whether the result is that of an earlier run. */
    REUSED(false),
    /** Why a row failed, for people; null where it did not. */
    ERROR(true),
    /** {@link TranslationKey}, never null. */
    TRANSLATION_KEY(false);

    private final boolean nullable;

    ResultColumn(boolean nullable) {
        this.nullable = nullable;
    }

    public DataType type() {
        return switch (this) {
            case TRANSLATION, STATUS, FINISH_REASON, ERROR, TRANSLATION_KEY -> DataTypes.StringType;
            case PROMPT_TOKENS, OUTPUT_TOKENS, ATTEMPTS -> DataTypes.IntegerType;
            case REUSED -> DataTypes.BooleanType;
            case MEAN_LOGPROB -> DataTypes.DoubleType;
        };
    }

    public boolean isNullable() {
        return nullable;
    }

    /** The name of the column without a prefix: {@code finish_reason}. */
    public String columnName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
