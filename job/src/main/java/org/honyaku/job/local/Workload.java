package org.honyaku.job.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.honyaku.engine.TokenIds;
import org.honyaku.job.ExitCode;
import org.honyaku.job.UserException;
import org.honyaku.text.TextException;
import org.honyaku.text.TranslationPrompt;

/** What a benchmark generates: a JSON array, or lines, of {@code {"id", "prompt_ids", "output_tokens", "text"}}. */
public final class Workload {

    private final Path file;
    private final List<JsonRow> rows;

    private Workload(Path file, List<JsonRow> rows) {
        this.file = file;
        this.rows = rows;
    }

    /**
     * Reads the file without looking at the fields of its rows.
     *
     * @throws UserException if the file cannot be read, is no JSON, or has no row
     */
    public static Workload read(Path file) {
        var rows = new ArrayList<JsonRow>();
        try (MappingIterator<JsonNode> nodes =
                JsonRow.JSON.readerFor(JsonNode.class).readValues(file.toFile())) {
            while (nodes.hasNextValue()) {
                rows.add(JsonRow.of(nodes.nextValue()));
            }
        } catch (JsonProcessingException e) {
            throw new UserException(
                    ExitCode.INPUT,
                    file + ": not JSON in line " + e.getLocation().getLineNr() + ": " + e.getOriginalMessage(),
                    e);
        } catch (FileNotFoundException e) {
            throw new UserException(ExitCode.INPUT, "the workload " + file + " does not exist", e);
        } catch (IOException e) {
            throw new UserException(ExitCode.INPUT, "the workload " + file + " cannot be read: " + e, e);
        } catch (RowException e) {
            throw new UserException(ExitCode.INPUT, file + ": row " + (rows.size() + 1) + " " + e.getMessage(), e);
        }
        if (rows.isEmpty()) {
            throw new UserException(ExitCode.INPUT, "the workload " + file + " has no rows");
        }
        return new Workload(file, rows);
    }

    /**
     * The rows with the prompts that stand in the file.
     *
     * @param vocabularySize ids from this on do not exist in the model
     * @throws UserException naming the first row that the model cannot do
     */
    List<BenchRow> withPromptsOfFile(int vocabularySize) {
        return convert(row -> {
            TokenIds ids = row.tokenIds("prompt_ids");
            for (int index = 0; index < ids.size(); index++) {
                if (ids.get(index) < 0 || ids.get(index) >= vocabularySize) {
                    throw new RowException(
                            "has the token id " + ids.get(index) + ", but the model's vocabulary ends at "
                                    + (vocabularySize - 1) + ": the prompts were made for another model."
                                    + " --retokenize makes them from each row's text for this one");
                }
            }
            return ids;
        });
    }

    /**
     * The rows with prompts made from their {@code text}.
     *
     * @throws UserException naming the first row without a text that can be tokenised
     */
    List<BenchRow> withPromptsOfText(TranslationPrompt prompt) {
        return convert(row -> {
            try {
                return TokenIds.of(prompt.encode(row.text("text")).ids());
            } catch (TextException e) {
                throw new RowException(String.valueOf(e.getMessage()));
            }
        });
    }

    private List<BenchRow> convert(PromptOfRow prompts) {
        var converted = new ArrayList<BenchRow>();
        for (JsonRow row : rows) {
            try {
                TokenIds ids = prompts.of(row);
                if (ids.isEmpty()) {
                    throw new RowException("has an empty prompt");
                }
                converted.add(new BenchRow(ids, row.wholeNumber("output_tokens", 1)));
            } catch (RowException e) {
                throw new UserException(
                        ExitCode.INPUT, file + ": row " + (converted.size() + 1) + " " + e.getMessage(), e);
            }
        }
        return converted;
    }

    private interface PromptOfRow {
        TokenIds of(JsonRow row) throws RowException;
    }
}
