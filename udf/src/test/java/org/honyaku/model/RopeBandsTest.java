package org.honyaku.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RopeBandsTest {

    private static final double TOLERANCE = 1e-6;
    private static final JsonNode QWEN_7B = Golden.cases("qwen1-tables.json").get(0);

    @Test
    void thePromptsLengthDecidesTheBandAsInTheReference() {
        RopeBands bands = new RopeBands(spec(true));
        for (JsonNode pair : QWEN_7B.path("prompt_len_to_ntk_alpha")) {
            int band = bands.bandOf(pair.get(0).intValue());
            assertThat(Math.pow(2, band + 1) - 1).isEqualTo(pair.get(1).doubleValue());
        }
        assertThat(bands.bases()).hasSize(3);
    }

    @Test
    void withoutDynamicNtkThereIsOneBand() {
        RopeBands bands = new RopeBands(spec(false));
        assertThat(bands.bandOf(32_768)).isZero();
        assertThat(bands.bases()).containsExactly(10_000);
    }

    @Test
    void rotaryTablesEqualTheReferencesOutToTheLastPosition(@TempDir Path temporary) {
        // A tiny model with the head size and lengths of Qwen-7B.
        Path folder = temporary.resolve("model");
        new RandomModel(128, 1, 128, 128).write(folder);
        TestFolders.edit(folder.resolve("config.json"), config -> ((ObjectNode) config).put("seq_length", 8192));
        List<Integer> positions = StreamSupport.stream(QWEN_7B.path("positions").spliterator(), false)
                .map(JsonNode::intValue)
                .toList();
        try (TorchLanguageModel model =
                TorchLanguageModel.load(ModelFolder.open(folder), Golden.options(Precision.FP32))) {
            for (int band = 0; band < 3; band++) {
                double[] angles = new Insight(model).angles(band, positions);
                String name = "qwen-7b.alpha-" + ((2 << band) - 1);
                assertThat(Insight.largestDifference(angles, Golden.floats("qwen1-tables.safetensors", name + ".cos")))
                        .isLessThanOrEqualTo(TOLERANCE);
                double[] sines = Arrays.copyOfRange(angles, angles.length / 2, angles.length);
                assertThat(Insight.largestDifference(sines, Golden.floats("qwen1-tables.safetensors", name + ".sin")))
                        .isLessThanOrEqualTo(TOLERANCE);
            }
        }
    }

    private static ModelSpec spec(boolean dynamicNtk) {
        RopeScaling scaling = dynamicNtk ? new RopeScaling.DynamicNtk(8192) : new RopeScaling.None();
        Rope rope = new Rope(10_000, scaling, false);
        return new ModelSpec(4096, 32, 32, 32, 128, 11_008, 151_936, 32_768, 1e-6, rope, false, 8192);
    }
}
