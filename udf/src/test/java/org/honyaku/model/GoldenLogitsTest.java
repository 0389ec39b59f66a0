package org.honyaku.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.honyaku.engine.StepPlan;
import org.honyaku.engine.TokenIds;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class GoldenLogitsTest {

    /** The reference itself is up to 5.4e-5 from the truth. */
    private static final double LOGIT_TOLERANCE = 2e-4;

    private static final double TRACE_TOLERANCE = 1e-4;

    @ParameterizedTest
    @FieldSource("org.honyaku.model.Golden#FOLDERS")
    void logitsEqualTheReference(String folder) {
        assertThat(largestDifferences(folder)).hasSize(10).allSatisfy((name, difference) -> assertThat(difference)
                .as(name)
                .isLessThanOrEqualTo(LOGIT_TOLERANCE));
    }

    /** By prompt. */
    static Map<String, Double> largestDifferences(String folder) {
        Map<String, Double> differences = new LinkedHashMap<>();
        try (TorchLanguageModel model = Golden.load(folder, Precision.FP32)) {
            for (JsonNode golden : Golden.cases(folder + "/logits.json")) {
                StepPlan plan = Plans.everyPosition(
                        model, Golden.ids(golden.path("prompt_ids")), positions(golden.path("positions")));
                String name = golden.path("name").asText();
                float[] expected = Golden.floats(folder + "/logits.safetensors", name);
                double[] logits = new Insight(model).logits(plan);
                assertThat(logits).hasSameSizeAs(expected);
                differences.put(name, Insight.largestDifference(logits, expected));
            }
        }
        return differences;
    }

    @ParameterizedTest
    @FieldSource("org.honyaku.model.Golden#FOLDERS")
    void theResidualStreamEqualsTheReferenceAfterEveryLayer(String folder) {
        try (TorchLanguageModel model = Golden.load(folder, Precision.FP32)) {
            for (JsonNode golden : Golden.cases(folder + "/trace.json")) {
                TokenIds prompt = Golden.ids(golden.path("prompt_ids"));
                double[] stream = new Insight(model).trace(Plans.prefill(Plans.whole(model, 0, prompt, Plans.GREEDY)));
                int next = 0;
                for (int layer = 0; next < stream.length; layer++) {
                    String name = golden.path("name").asText() + ".hidden." + layer;
                    float[] expected = Golden.floats(folder + "/trace.safetensors", name);
                    double[] actual = Arrays.copyOfRange(stream, next, next + expected.length);
                    next += expected.length;
                    assertThat(Insight.largestDifference(actual, expected))
                            .as(name)
                            .isLessThanOrEqualTo(TRACE_TOLERANCE);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {Golden.TINY, Golden.TINY_FP32})
    void dynamicNtkAndLogNFollowTheirFlags(String folder, @TempDir Path temporary) throws IOException {
        for (boolean ntk : new boolean[] {false, true}) {
            for (boolean logN : new boolean[] {false, true}) {
                Path copy = TestFolders.copy(folder, temporary.resolve(ntk + "-" + logN));
                TestFolders.edit(copy.resolve("config.json"), config -> {
                    ((ObjectNode) config).put("use_dynamic_ntk", ntk);
                    ((ObjectNode) config).put("use_logn_attn", logN);
                });
                compareFlags(folder, copy, ntk, logN);
            }
        }
    }

    private static void compareFlags(String folder, Path copy, boolean ntk, boolean logN) {
        try (TorchLanguageModel model =
                TorchLanguageModel.load(ModelFolder.open(copy), Golden.options(Precision.FP32))) {
            List<JsonNode> cases = Golden.cases(folder + "/flags.json").stream()
                    .filter(golden -> golden.path("use_dynamic_ntk").booleanValue() == ntk
                            && golden.path("use_logn_attn").booleanValue() == logN)
                    .toList();
            assertThat(cases).isNotEmpty();
            for (JsonNode golden : cases) {
                TokenIds prompt = Golden.ids(golden.path("prompt_ids"));
                String name = golden.path("name").asText();
                double[] logits = new Insight(model).logits(Plans.prefill(Plans.whole(model, 0, prompt, Plans.GREEDY)));
                assertThat(Insight.largestDifference(logits, Golden.floats(folder + "/flags.safetensors", name)))
                        .as(name)
                        .isLessThanOrEqualTo(LOGIT_TOLERANCE);
            }
        }
    }

    private static List<Integer> positions(JsonNode node) {
        return StreamSupport.stream(node.spliterator(), false)
                .map(JsonNode::intValue)
                .toList();
    }
}
