package org.honyaku.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.honyaku.engine.EngineSettings;
import org.honyaku.engine.GenerationEngine;
import org.honyaku.engine.GenerationRequest;
import org.honyaku.engine.GenerationResult.Completed;
import org.honyaku.engine.StepOutcome;
import org.honyaku.engine.TokenIds;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A context as long as Qwen-1's, in a model of tiny width that was "trained" at 2,048 tokens. All of it is {@code mvn -pl udf test -Plong
 * -Dtest=LongContextTest}; the memory that it took then stands in {@code udf/target/surefire-reports/*LongContextTest-output.txt}.
 */
class LongContextTest {

    private static final int TRAINED_TOKENS = 2048;
    private static final int CONTEXT_TOKENS = 32_768;
    private static final int NEW_TOKENS = 6;
    private static final int SLOT_TOKENS = 512;
    private static final int KV_BYTES_PER_TOKEN = 2 * 3 * 64 * Float.BYTES;
    private static final double LOGPROB_TOLERANCE = 3e-4;

    private final ModelFolder folder;

    LongContextTest(@TempDir Path temporary) {
        Path copy = TestFolders.copy(Golden.TINY, temporary.resolve("model"));
        TestFolders.edit(copy.resolve("config.json"), config -> ((ObjectNode) config)
                .put("seq_length", TRAINED_TOKENS)
                .put("max_position_embeddings", CONTEXT_TOKENS));
        this.folder = ModelFolder.open(copy);
    }

    @Test
    void aPromptInStepsEqualsOneEvaluationOfTheWholeWithinItsMemory() {
        compare(Plans.prompt(6_000, 5));
    }

    @Tag("long")
    @Test
    void aPromptOf32000TokensInStepsEqualsOneEvaluationOfTheWholeWithinItsMemory() {
        compare(Plans.prompt(32_000, 5));
    }

    private void compare(TokenIds prompt) {
        int slots = CONTEXT_TOKENS / SLOT_TOKENS;
        try (TorchLanguageModel model =
                TorchLanguageModel.load(folder, Golden.options(Precision.FP32, slots, SLOT_TOKENS))) {
            long before = ResidentMemory.now();
            ResidentMemory.forgetPeak();
            Completed inSteps = inSteps(model, prompt);
            long used = ResidentMemory.peak() - before;

            List<StepOutcome> atOnce = atOnce(model, prompt);
            for (int i = 0; i < NEW_TOKENS; i++) {
                assertThat(inSteps.outputIds().get(i))
                        .isEqualTo(atOnce.get(i).tokens().get(0));
                assertThat((double) inSteps.logprobs().get(i))
                        .isCloseTo(atOnce.get(i).logprobs().get(0), within(LOGPROB_TOLERANCE));
            }
            System.out.printf("A prompt of %,d tokens took %,d MiB%n", prompt.size(), used >> 20);
            assertThat(used).isLessThan(256L << 20);
        }
    }

    @Test
    void theCacheTakesMemoryForTheLengthsInUseOnly() {
        int slots = 16;
        long reserved = (long) slots * CONTEXT_TOKENS * KV_BYTES_PER_TOKEN;
        long before = ResidentMemory.now();
        try (TorchLanguageModel model = TorchLanguageModel.load(
                folder, Golden.options(Precision.FP32, slots - EngineSettings.HEAD_SLOTS, CONTEXT_TOKENS))) {
            long loaded = ResidentMemory.now();
            for (int slot = 0; slot < slots; slot++) {
                model.run(Plans.prefill(Plans.whole(model, slot, Plans.prompt(1000, slot), Plans.GREEDY)));
            }
            long used = ResidentMemory.now();
            System.out.printf(
                    "KV cache of %,d MiB: %,d MiB after loading, %,d MiB for %d prompts of 1,000 tokens%n",
                    reserved >> 20, (loaded - before) >> 20, (used - loaded) >> 20, slots);
            assertThat(used - before).isLessThan(reserved / 4);
        }
    }

    private static Completed inSteps(TorchLanguageModel model, TokenIds prompt) {
        EngineSettings settings = EngineSettings.forCache(model.kvLayout(), 512, 0L);
        try (GenerationEngine engine = GenerationEngine.start(new KeptOpen(model), settings)) {
            return (Completed) engine.submit(GenerationRequest.greedy(prompt, NEW_TOKENS, TokenIds.of()))
                    .join();
        }
    }

    private static List<StepOutcome> atOnce(TorchLanguageModel model, TokenIds prompt) {
        List<StepOutcome> outcomes = new ArrayList<>();
        outcomes.add(model.run(Plans.prefill(Plans.whole(model, 0, prompt, Plans.GREEDY))));
        int band = model.ropeBand(prompt.size());
        for (int i = 1; i < NEW_TOKENS; i++) {
            TokenIds last = outcomes.get(i - 1).tokens();
            outcomes.add(model.run(Plans.prefill(Plans.continued(prompt.size() + i - 1, last, band))));
        }
        return outcomes;
    }
}
