package org.honyaku.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.honyaku.engine.GenerationRequest;
import org.honyaku.engine.GenerationResult;
import org.honyaku.engine.GenerationResult.Completed;
import org.honyaku.engine.Sampling;
import org.honyaku.engine.TokenIds;
import org.honyaku.text.TokenizerCases;
import org.junit.jupiter.api.Test;

/**
 * Measures the tables of docs/equality.md and writes them to udf/target/equality.md:
 *
 * <pre>mvn -pl udf test -Dtest=EqualityTable</pre>
 */
class EqualityTable {

    private static final Path TARGET = Path.of("target", "equality.md");
    private static final int SEQUENCES = 64;
    private static final int PROMPTS = 200;
    private static final int DRAWS = 20_000;
    private static final Map<String, String> FAMILIES = Map.of(
            Golden.TINY,
            "Qwen-1, bf16 weights",
            Golden.TINY_FP32,
            "Qwen-1, fp32 weights",
            "qwen2-tiny",
            "Qwen2, bf16 weights",
            "qwen2-tiny-tied",
            "Qwen2, tied, fp32 weights",
            "qwen3-tiny",
            "Qwen3, tied, bf16 weights",
            "llama-tiny",
            "Llama 2, fp16 weights",
            "llama3-rope-tiny",
            "Llama 3, bf16 weights");

    private final List<String> lines = new ArrayList<>();

    @Test
    void isWritten() throws IOException {
        row("family", "prompts", "largest logit difference", "greedy", "controls", "bf16 clear leaders", "tokenizer");
        row(Collections.nCopies(7, "---").toArray(String[]::new));
        Golden.FOLDERS.forEach(this::againstTheReference);
        lines.add("");
        row("model", "rows", "alone or among 64: fp32", "bf16", "int8", "rounded or not: bf16", "int8");
        row(Collections.nCopies(7, "---").toArray(String[]::new));
        Golden.FOLDERS.forEach(folder -> amongBatches(
                FAMILIES.getOrDefault(folder, folder),
                Golden.path(folder),
                MixedPrompts.of(folder, PROMPTS).requests(true),
                MixedPrompts.longest()));
        amongBatches("sample model, sample corpus", SampleCorpus.MODEL, SampleCorpus.requests(), SampleCorpus.LONGEST);
        lines.add("");
        row("sampling", "cells", "chi-square", "once in a thousand");
        row(Collections.nCopies(4, "---").toArray(String[]::new));
        draws();
        Files.createDirectories(TARGET.toAbsolutePath().getParent());
        Files.write(TARGET, lines);
    }

    private void againstTheReference(String folder) {
        Map<String, Double> differences = GoldenLogitsTest.largestDifferences(folder);
        TokenizerCases tokenizer = TokenizerCases.of(folder);
        int clearLeaders = GoldenBf16Test.clearLeaders(folder);
        row(
                FAMILIES.getOrDefault(folder, folder),
                String.valueOf(differences.size()),
                "%.1e".formatted(Collections.max(differences.values())),
                equal(folder, GoldenRow.read(folder, "greedy.jsonl")),
                equal(folder, GoldenGenerationTest.controlled(folder)),
                clearLeaders + " of " + clearLeaders,
                tokenizer.equal() + " of " + tokenizer.cases());
    }

    /** Rows whose ids and finish reason are the reference's. */
    private static String equal(String folder, List<GoldenRow> rows) {
        Map<GoldenRow, GenerationResult> results = GoldenGenerationTest.generate(folder, SEQUENCES, rows, 0);
        long equal = rows.stream()
                .filter(row -> results.get(row) instanceof Completed result
                        && result.outputIds().equals(row.outputIds())
                        && result.finishReason() == row.finishReason())
                .count();
        return equal + " of " + rows.size();
    }

    private void amongBatches(String label, Path folder, List<GenerationRequest> requests, int slotTokens) {
        Ids together = Ids.of(folder, requests, slotTokens, SEQUENCES);
        Ids alone = Ids.of(folder, requests, slotTokens, 1);
        row(
                label,
                String.valueOf(requests.size()),
                differing(together.fp32(), alone.fp32()),
                differing(together.bf16(), alone.bf16()),
                differing(together.int8(), alone.int8()),
                differing(together.bf16(), together.fp32()),
                differing(together.int8(), together.fp32()));
    }

    /** What came out of each row in each precision. */
    private record Ids(List<TokenIds> fp32, List<TokenIds> bf16, List<TokenIds> int8) {

        static Ids of(Path folder, List<GenerationRequest> requests, int slotTokens, int sequences) {
            return new Ids(
                    generate(folder, requests, slotTokens, Precision.FP32, sequences),
                    generate(folder, requests, slotTokens, Precision.BF16, sequences),
                    generate(folder, requests, slotTokens, Precision.INT8, sequences));
        }
    }

    private static List<TokenIds> generate(
            Path folder, List<GenerationRequest> requests, int slotTokens, Precision precision, int sequences) {
        ModelOptions options = Golden.options(precision, sequences, slotTokens);
        try (TorchLanguageModel model = TorchLanguageModel.load(ModelFolder.open(folder), options)) {
            return Batches.generate(model, requests, sequences, sequences);
        }
    }

    private static String differing(List<TokenIds> some, List<TokenIds> others) {
        long differing = IntStream.range(0, some.size())
                .filter(row -> !some.get(row).equals(others.get(row)))
                .count();
        return "%.1f %%".formatted(100.0 * differing / some.size());
    }

    private void draws() {
        try (TorchLanguageModel model = Golden.load("llama3-rope-tiny", Precision.FP32, SEQUENCES, 32)) {
            for (Sampling sampling : SampledDistributionTest.SETTINGS) {
                fit(sampling, new SampledDraws(model, SampledDistributionTest.PROMPT, sampling).firstTokens(DRAWS));
            }
        }
    }

    private void fit(Sampling sampling, ChiSquare fit) {
        row(
                "temperature %s, top_k %d, top_p %s, repetition_penalty %s"
                        .formatted(
                                sampling.temperature(), sampling.topK(), sampling.topP(), sampling.repetitionPenalty()),
                String.valueOf(fit.degrees() + 1),
                "%.1f".formatted(fit.statistic()),
                "%.1f".formatted(fit.critical()));
    }

    private void row(String... cells) {
        lines.add("| " + String.join(" | ", cells) + " |");
    }
}
