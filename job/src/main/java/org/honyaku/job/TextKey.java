package org.honyaku.job;

import org.apache.spark.sql.api.java.UDF1;
import org.honyaku.spark.TranslateSettings;
import org.honyaku.spark.TranslationKey;
import org.jspecify.annotations.Nullable;

/** {@link TranslationKey} as a function on a column. */
final class TextKey implements UDF1<String, String> {

    private final TranslateSettings settings;
    /** Made on the executor: a digest under way cannot be sent. */
    private transient @Nullable TranslationKey keys;

    TextKey(TranslateSettings settings) {
        this.settings = settings;
    }

    @Override
    public String call(@Nullable String text) {
        TranslationKey known = keys;
        if (known == null) {
            known = new TranslationKey(settings);
            keys = known;
        }
        return known.of(text);
    }
}
