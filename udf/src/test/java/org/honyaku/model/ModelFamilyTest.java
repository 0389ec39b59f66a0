package org.honyaku.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelFamilyTest {

    private static final Rope PLAIN = new Rope(1e6, new RopeScaling.None(), true);
    private static final RopeScaling LLAMA3 = new RopeScaling.Llama3(8, 1, 4, 256);

    private final Path temporary;

    ModelFamilyTest(@TempDir Path temporary) {
        this.temporary = temporary;
    }

    @Test
    void publishedFoldersAreUnderstood() {
        assertThat(spec("qwen2-tiny"))
                .isEqualTo(new ModelSpec(64, 3, 4, 2, 16, 160, 2048, 2048, 1e-6, PLAIN, false, 0));
        assertThat(spec("qwen2-tiny-tied"))
                .isEqualTo(new ModelSpec(64, 2, 4, 1, 16, 192, 2048, 2048, 1e-6, PLAIN, true, 0));
        assertThat(spec("qwen3-tiny")).isEqualTo(new ModelSpec(64, 3, 4, 2, 32, 160, 2048, 2048, 1e-6, PLAIN, true, 0));
        Rope rope = new Rope(500_000, LLAMA3, true);
        assertThat(spec("llama3-rope-tiny"))
                .isEqualTo(new ModelSpec(64, 3, 4, 2, 16, 160, 2000, 2048, 1e-5, rope, false, 0));
    }

    @Test
    void whatAConfigLeavesOutHasTheFamilysDefault() {
        Rope rope = new Rope(10_000, new RopeScaling.None(), true);
        assertThat(edited("llama-tiny", config -> config.remove(List.of("rms_norm_eps", "num_key_value_heads")))
                        .spec())
                .isEqualTo(new ModelSpec(64, 3, 4, 4, 16, 176, 2000, 2048, 1e-6, rope, false, 0));
    }

    @Test
    void rotaryParametersAreReadWhereNewerFoldersKeepThem() {
        ModelFolder folder = edited("llama3-rope-tiny", config -> {
            ObjectNode parameters = (ObjectNode) config.remove("rope_scaling");
            config.set("rope_parameters", parameters.put("rope_theta", 250_000.0));
            config.remove("rope_theta");
        });
        assertThat(folder.spec().rope()).isEqualTo(new Rope(250_000, LLAMA3, true));
    }

    @Test
    void anOutputLayerBesideATiedEmbeddingIsLeftAlone() {
        ModelFolder folder = edited("qwen2-tiny", config -> config.put("tie_word_embeddings", true));
        assertThat(folder.checkpoint().weights())
                .noneMatch(weight -> weight.tensor().name().equals("lm_head.weight"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    qwen2-tiny       | use_sliding_window    | true             | it must be false
                    qwen2-tiny       | num_key_value_heads   | 3                | a divisor of the 4 num_attention_heads
                    qwen2-tiny       | num_key_value_heads   | 0                | a whole number from 1
                    qwen2-tiny       | hidden_act            | "gelu"           | silu
                    qwen2-tiny       | tie_word_embeddings   | "no"             | true or false
                    qwen2-tiny       | rope_scaling          | {"type": "yarn"} | default or llama3
                    qwen2-tiny       | rope_scaling          | 2                | an object
                    qwen2-tiny       | rope_theta            | 0                | a number from 1.0
                    qwen2-tiny       | quantization_config   | {"bits": 4}      | before it was quantised
                    qwen3-tiny       | head_dim              | 31               | even
                    qwen3-tiny       | head_dim              | 100000           | a whole number from 2
                    qwen3-tiny       | attention_bias        | true             | it must be false
                    llama-tiny       | mlp_bias              | true             | it must be false
                    llama-tiny       | max_position_embeddings | 1e12           | a whole number from 1
                    llama-tiny       | intermediate_size     | 4000000000       | a whole number from 1
                    llama-tiny       | partial_rotary_factor | 0.5              | a number from 1.0 to 1.0
                    llama3-rope-tiny | rope_scaling          | {"rope_type": "llama3"} | factor is missing
                    """)
    void whatIsNotComputedHereIsRefused(String folder, String key, String value, String remedy) {
        ModelFolderException refused = catchThrowableOfType(
                ModelFolderException.class, () -> edited(folder, config -> config.set(key, TestFolders.value(value))));
        assertThat(refused.problems())
                .anySatisfy(problem ->
                        assertThat(problem).startsWith("config.json: " + key).contains(remedy));
    }

    @ParameterizedTest
    @CsvSource({
        "qwen2-tiny, qwen3, model.layers.0.self_attn.q_norm.weight",
        "qwen3-tiny, qwen2, model.layers.0.self_attn.q_proj.bias",
        "llama-tiny, qwen, transformer.h.0.ln_1.weight"
    })
    void aFolderOfAnotherFamilyNamesTheTensorsItLacks(String folder, String modelType, String tensor) {
        ModelFolderException refused = catchThrowableOfType(
                ModelFolderException.class,
                () -> edited(folder, config -> config.put("model_type", modelType)
                        .put("seq_length", 64)
                        .put("layer_norm_epsilon", 1e-6)));
        assertThat(refused.problems()).anySatisfy(problem -> assertThat(problem)
                .startsWith("tensor " + tensor)
                .endsWith("is missing from the weight files"));
    }

    @Test
    void tensorsThatTheFamilyDoesNotKnowAreNamed() {
        ModelFolderException refused = catchThrowableOfType(
                ModelFolderException.class, () -> edited("qwen2-tiny", config -> config.put("model_type", "llama")));
        assertThat(refused.problems())
                .hasSize(9)
                .contains("tensor model.layers.0.self_attn.q_proj.bias is in the weight files but no part of the"
                        + " model that config.json describes");
    }

    private static ModelSpec spec(String folder) {
        return ModelFolder.open(Golden.path(folder)).spec();
    }

    private ModelFolder edited(String folder, Consumer<ObjectNode> change) {
        Path copy = TestFolders.copy(folder, temporary.resolve(folder));
        TestFolders.edit(copy.resolve("config.json"), config -> change.accept((ObjectNode) config));
        return ModelFolder.open(copy);
    }
}
