package org.honyaku.job.local;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Set;
import org.honyaku.engine.TokenIds;
import org.honyaku.text.TextException;
import org.honyaku.text.TextTokenizer;

/** Turns texts into ids and ids into texts, line by line. Used once, by one thread. */
public final class TokenizeRun {

    private static final Set<String> FIELDS = Set.of("id", "text", "ids");

    private final TextTokenizer tokenizer;
    private final JsonLines lines;
    private LineCounts counts = LineCounts.NONE;

    public TokenizeRun(TextTokenizer tokenizer, JsonLines lines) {
        this.tokenizer = tokenizer;
        this.lines = lines;
    }

    /** Writes an answer for every line. */
    public LineCounts writeAll() {
        for (byte[] line = lines.next(); line != null; line = lines.next()) {
            lines.write(answer(line));
        }
        return counts;
    }

    private ObjectNode answer(byte[] line) {
        ObjectNode answer = JsonRow.JSON.createObjectNode();
        try {
            JsonRow row = JsonRow.parse(line);
            row.find("id").ifPresent(id -> answer.set("id", id));
            convert(row, answer);
            counts = counts.plus(true);
        } catch (RowException | TextException e) {
            answer.put(Answers.ERROR, "line " + lines.lineNumber() + ": " + e.getMessage());
            counts = counts.plus(false);
        }
        return answer;
    }

    private void convert(JsonRow row, ObjectNode answer) throws RowException {
        var problems = new ArrayList<>(row.unknownFields(FIELDS));
        if (row.has("text") == row.has("ids")) {
            problems.add(row.has("text") ? "has both text and ids" : "has neither text nor ids");
        }
        if (!problems.isEmpty()) {
            throw new RowException(String.join("; ", problems));
        }
        TokenIds ids = row.has("ids") ? row.tokenIds("ids") : TokenIds.of(tokenizer.encode(row.text("text")));
        String text = row.has("ids") ? tokenizer.decodeVerbatim(ids.toArray()) : row.text("text");
        answer.put("text", text);
        answer.set("ids", Answers.array(ids));
    }
}
