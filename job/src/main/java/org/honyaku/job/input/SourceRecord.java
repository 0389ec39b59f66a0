package org.honyaku.job.input;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A row of a file. It has values, or it is malformed, or both: then it could be read, and its text cannot be translated.
 *
 * @param values by column, in the order of the file
 * @param malformed null in a good row
 */
public record SourceRecord(
        Map<String, @Nullable String> values, @Nullable Malformed malformed) {

    public SourceRecord {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    static SourceRecord malformed(Line line, String problem) {
        return new SourceRecord(Map.of(), new Malformed(line.number(), problem, line.quote()));
    }
}
