package org.honyaku.job.input;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one record, by position.
 *
 * @param first the line in which the record begins
 * @param text the whole record as it stands in the file
 * @param problem why there are no fields; null where there are
 */
record Fields(
        Line first,
        String text,
        List<String> fields,
        @Nullable String problem) {

    Fields {
        fields = List.copyOf(fields);
    }

    static Fields bad(Line first, String problem) {
        return new Fields(first, first.quote(), List.of(), problem);
    }

    SourceRecord malformed(String why) {
        return new SourceRecord(Map.of(), new Malformed(first.number(), why, text));
    }
}
