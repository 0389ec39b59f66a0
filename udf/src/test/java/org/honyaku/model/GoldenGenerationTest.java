package org.honyaku.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.SoftAssertions;
import org.honyaku.engine.EngineSettings;
import org.honyaku.engine.GenerationEngine;
import org.honyaku.engine.GenerationResult;
import org.honyaku.engine.GenerationResult.Completed;
import org.honyaku.engine.GenerationResult.Refused;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

class GoldenGenerationTest {

    private static final double LOGPROB_TOLERANCE = 3e-4;

    @ParameterizedTest
    @CsvSource({
        "qwen1-tiny, 1",
        "qwen1-tiny, 3",
        "qwen1-tiny, 8",
        "qwen1-tiny, 64",
        "qwen1-tiny-fp32, 1",
        "qwen1-tiny-fp32, 64",
        "qwen2-tiny, 8",
        "qwen2-tiny-tied, 8",
        "qwen3-tiny, 8",
        "llama-tiny, 8",
        "llama3-rope-tiny, 8"
    })
    void everyRowIsTheReferences(String folder, int sequences) {
        List<GoldenRow> rows = new ArrayList<>(GoldenRow.read(folder, "greedy.jsonl"));
        rows.addAll(controlled(folder));
        Collections.shuffle(rows, new Random(sequences));

        Map<GoldenRow, GenerationResult> results = generate(folder, sequences, rows, 0);

        SoftAssertions softly = new SoftAssertions();
        results.forEach((row, result) -> compare(softly, row, (Completed) result));
        softly.assertAll();
    }

    /** Also settings that the reference calls bad, but takes. */
    static List<GoldenRow> controlled(String folder) {
        return GoldenRow.read(folder, "controls.jsonl").stream()
                .filter(GoldenRow::hasOutput)
                .toList();
    }

    @ParameterizedTest
    @FieldSource("org.honyaku.model.Golden#FOLDERS")
    void aSharedHeadChangesNothing(String folder) {
        List<GoldenRow> rows = GoldenRow.read(folder, "greedy.jsonl").stream()
                .filter(row -> row.kind().equals("alpaca"))
                .toList();
        int head = rows.stream()
                .mapToInt(row -> row.promptIds().commonPrefix(rows.get(0).promptIds()))
                .min()
                .orElseThrow();
        assertThat(head).isGreaterThan(20);

        Map<GoldenRow, GenerationResult> results = generate(folder, 3, rows, head);

        SoftAssertions softly = new SoftAssertions();
        results.forEach((row, result) -> compare(softly, row, (Completed) result));
        softly.assertAll();
    }

    @ParameterizedTest
    @FieldSource("org.honyaku.model.Golden#FOLDERS")
    void whatTheReferenceRefusesIsRefused(String folder) {
        List<GoldenRow> bad = GoldenRow.read(folder, "controls.jsonl").stream()
                .filter(row -> row.kind().equals("bad") && !row.hasOutput())
                // A penalty that is a whole number is refused by the reference for its Python type alone.
                .filter(row ->
                        row.json().path("settings").path("repetition_penalty").asDouble() != 2.0)
                .toList();
        assertThat(bad).hasSize(7);
        for (GoldenRow row : bad) {
            boolean unknownId = row.json().path("error").path("type").asText().equals("IndexError");
            if (unknownId && !row.promptIds().isEmpty()) {
                assertThat(generate(folder, 1, List.of(row), 0).get(row)).isInstanceOf(Refused.class);
            } else {
                assertThatThrownBy(row::request).isInstanceOf(IllegalArgumentException.class);
            }
        }
    }

    static Map<GoldenRow, GenerationResult> generate(
            String folder, int sequences, List<GoldenRow> rows, int sharedTokens) {
        TorchLanguageModel model = Golden.load(folder, Precision.FP32, sequences, 512);
        Map<GoldenRow, CompletableFuture<GenerationResult>> futures = new LinkedHashMap<>();
        try (GenerationEngine engine =
                GenerationEngine.start(model, EngineSettings.forCache(model.kvLayout(), 0, 0L))) {
            rows.forEach(row -> futures.put(row, engine.submit(row.request(sharedTokens))));
            Map<GoldenRow, GenerationResult> results = new LinkedHashMap<>();
            futures.forEach((row, future) -> results.put(row, future.join()));
            return results;
        }
    }

    private static void compare(SoftAssertions softly, GoldenRow row, Completed result) {
        softly.assertThat(result.outputIds()).as(row.id()).isEqualTo(row.outputIds());
        softly.assertThat(result.finishReason()).as(row.id()).isEqualTo(row.finishReason());
        for (int i = 0; i < result.logprobs().size(); i++) {
            softly.assertThat((double) result.logprobs().get(i))
                    .as(row.id() + " logprob " + i)
                    .isCloseTo(row.logprob(i), within(LOGPROB_TOLERANCE));
        }
    }
}
