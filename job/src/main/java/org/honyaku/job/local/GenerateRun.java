package org.honyaku.job.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.honyaku.engine.GenerationEngine;
import org.honyaku.engine.GenerationResult;
import org.honyaku.job.config.JobConfig;
import org.honyaku.text.TextTokenizer;

/**
 * Continues prompts line by line. Lines are read ahead of the model and written in the order of the input; how many are in memory at
 * once is bounded, however long the input is. Used once, by one thread.
 */
public final class GenerateRun {

    private final GenerationEngine engine;
    private final TextTokenizer tokenizer;
    private final PromptRow prompts;
    private final JsonLines lines;
    private final int linesAhead;
    private final Deque<Supplier<ObjectNode>> open = new ArrayDeque<>();
    private LineCounts counts = LineCounts.NONE;

    /** @param linesAhead how many lines are in memory at most */
    GenerateRun(GenerationEngine engine, TextTokenizer tokenizer, PromptRow prompts, JsonLines lines, int linesAhead) {
        this.engine = engine;
        this.tokenizer = tokenizer;
        this.prompts = prompts;
        this.lines = lines;
        this.linesAhead = linesAhead;
    }

    /** Reads ahead enough for the engine to choose from. */
    public static GenerateRun of(LocalModel model, JobConfig config, JsonLines lines) {
        var prompts = new PromptRow(
                config, model.tokenizer(), model.generationDefaults().eosIds());
        int linesAhead = model.settings().maxSequences() + model.settings().admissionWindow();
        return new GenerateRun(model.engine(), model.tokenizer(), prompts, lines, linesAhead);
    }

    /** Reads to the end of the input. */
    public LineCounts run() {
        for (byte[] line = lines.next(); line != null; line = lines.next()) {
            open.add(answerTo(line));
            if (open.size() == linesAhead) {
                writeOldest();
            }
        }
        while (!open.isEmpty()) {
            writeOldest();
        }
        return counts;
    }

    private Supplier<ObjectNode> answerTo(byte[] line) {
        JsonNode id = JsonRow.NO_ID;
        try {
            JsonRow row = JsonRow.parse(line);
            id = row.id();
            return generate(id, row);
        } catch (RowException e) {
            ObjectNode error = Answers.error(id, "line " + lines.lineNumber() + ": " + e.getMessage());
            return () -> error;
        }
    }

    private Supplier<ObjectNode> generate(JsonNode id, JsonRow row) throws RowException {
        CompletableFuture<GenerationResult> result = engine.submit(prompts.request(row));
        return () -> Answers.generated(id, result.join(), tokenizer);
    }

    private void writeOldest() {
        ObjectNode answer = open.remove().get();
        counts = counts.plus(!answer.has(Answers.ERROR));
        lines.write(answer);
    }
}
