package org.honyaku.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.StreamSupport;
import org.honyaku.engine.TokenIds;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GoldenLogitsTest {

    /** The reference itself is up to 5.4e-5 from the truth. */
    private static final double TOLERANCE = 2e-4;

    @ParameterizedTest
    @ValueSource(strings = {Golden.TINY, Golden.TINY_FP32})
    void logitsEqualTheReference(String folder) {
        try (TorchLanguageModel model = Golden.load(folder, Precision.FP32)) {
            double largest = 0;
            for (JsonNode golden : Golden.cases(folder + "/logits.json")) {
                TokenIds prompt = Golden.ids(golden.path("prompt_ids"));
                List<Integer> positions = StreamSupport.stream(
                                golden.path("positions").spliterator(), false)
                        .map(JsonNode::intValue)
                        .toList();
                double[] logits = model.logits(Plans.everyPosition(model, prompt, positions));
                float[] expected = Golden.floats(
                        folder + "/logits.safetensors", golden.path("name").asText());
                assertThat(logits).hasSameSizeAs(expected);
                largest = Math.max(largest, largestDifference(logits, expected));
            }
            assertThat(largest).isLessThanOrEqualTo(TOLERANCE);
        }
    }

    private static double largestDifference(double[] actual, float[] expected) {
        double largest = 0;
        for (int i = 0; i < expected.length; i++) {
            largest = Math.max(largest, Math.abs(actual[i] - expected[i]));
        }
        return largest;
    }
}
