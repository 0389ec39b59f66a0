package org.honyaku.job.input;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One record of comma-separated values while it is read. A field that begins with a quote ends with one; a quote inside it is written
 * twice. A quote anywhere else is data.
 */
final class CsvRecord {

    private enum State {
        FIELD_START,
        PLAIN,
        QUOTED,
        /** After a quote in a quoted field: its end, or the first half of a quote that is data. */
        QUOTE
    }

    private final List<String> fields = new ArrayList<>();
    private final StringBuilder field = new StringBuilder();
    private State state = State.FIELD_START;
    private @Nullable String problem;

    /** Reads on. A line end is given only inside quotes. */
    void add(String text) {
        for (int i = 0; i < text.length() && problem == null; i++) {
            add(text.charAt(i));
        }
    }

    private void add(char c) {
        switch (state) {
            case FIELD_START -> {
                if (c == '"') {
                    state = State.QUOTED;
                } else {
                    addPlain(c);
                }
            }
            case PLAIN -> addPlain(c);
            case QUOTED -> {
                if (c == '"') {
                    state = State.QUOTE;
                } else {
                    field.append(c);
                }
            }
            case QUOTE -> afterQuote(c);
        }
    }

    private void addPlain(char c) {
        if (c == ',') {
            end();
        } else {
            field.append(c);
            state = State.PLAIN;
        }
    }

    private void afterQuote(char c) {
        if (c == '"') {
            field.append(c);
            state = State.QUOTED;
        } else if (c == ',') {
            end();
        } else {
            problem = "field " + (fields.size() + 1) + " goes on after its closing quote; a quote inside quotes is"
                    + " written twice";
        }
    }

    /** Ends a field, the last one as well. */
    void end() {
        fields.add(field.toString());
        field.setLength(0);
        state = State.FIELD_START;
    }

    /** Whether the record goes on in the next line. */
    boolean isOpen() {
        return problem == null && state == State.QUOTED;
    }

    List<String> fields() {
        return fields;
    }

    @Nullable
    String problem() {
        return problem;
    }
}
