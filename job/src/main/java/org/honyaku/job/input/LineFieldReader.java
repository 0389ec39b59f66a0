package org.honyaku.job.input;

import java.io.IOException;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Records of one line each, an empty line included: tab-separated values and plain text. */
final class LineFieldReader implements FieldReader {

    private final LineReader lines;
    private final Function<String, List<String>> split;

    LineFieldReader(LineReader lines, Function<String, List<String>> split) {
        this.lines = lines;
        this.split = split;
    }

    @Override
    public @Nullable Fields next() throws IOException {
        Line line = lines.next();
        if (line == null) {
            return null;
        }
        Line.Content content = line.content();
        return content.text() == null
                ? Fields.bad(line, content.problem())
                : new Fields(line, content.text(), split.apply(content.text()), null);
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
