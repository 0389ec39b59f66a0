package org.honyaku.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.honyaku.engine.TokenIds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelFolderTest {

    private static final String INDEX = "model.safetensors.index.json";
    private static final String FIRST = "model-00001-of-00002.safetensors";
    private static final String SECOND = "model-00002-of-00002.safetensors";

    private final Path temporary;
    private final Path folder;

    ModelFolderTest(@TempDir Path temporary) {
        this.temporary = temporary;
        this.folder = TestFolders.copy(Golden.TINY, temporary.resolve("models/tiny"));
    }

    @Test
    void aPublishedFolderIsUnderstood() {
        ModelFolder model = ModelFolder.open(folder);
        Rope rope = new Rope(10_000, new RopeScaling.DynamicNtk(64), false);
        assertThat(model.spec()).isEqualTo(new ModelSpec(64, 3, 4, 4, 16, 176, 2304, 2048, 1e-6, rope, false, 64));
        assertThat(model.checkpoint().parameters()).isEqualTo(446_464);
        assertThat(model.checkpoint().weights()).hasSize(3 * 8 + 3);
        assertThat(model.checkpoint().files()).hasSize(2);
        assertThat(model.generationDefaults())
                .isEqualTo(new GenerationDefaults(
                        TokenIds.of(2000),
                        OptionalInt.of(2000),
                        Map.of(
                                "max_new_tokens",
                                "512",
                                "do_sample",
                                "true",
                                "top_k",
                                "0",
                                "top_p",
                                "0.8",
                                "stop_words_ids",
                                "2000"),
                        Map.of()));
    }

    @Test
    void aFolderWithoutAGenerationConfigStatesNothing() throws IOException {
        Files.delete(folder.resolve("generation_config.json"));
        assertThat(ModelFolder.open(folder).generationDefaults())
                .isEqualTo(new GenerationDefaults(TokenIds.of(), OptionalInt.empty(), Map.of(), Map.of()));
    }

    @Test
    void allMistakesAreToldAtOnce() throws IOException {
        edit("config.json", config -> {
            config.put("hidden_size", 65_537).put("num_hidden_layers", "three").put("vocab_size", 0);
            config.put("layer_norm_epsilon", 7).put("use_logn_attn", 1);
            config.remove("seq_length");
        });
        assertThat(problems())
                .containsExactlyInAnyOrder(
                        "config.json: hidden_size is 65537; it must be a whole number from 1 to 65536",
                        "config.json: num_hidden_layers is \"three\"; it must be a whole number from 1 to 256",
                        "config.json: vocab_size is 0; it must be a whole number from 1 to 1000000",
                        "config.json: layer_norm_epsilon is 7; it must be a number from 1.0E-12 to 0.1",
                        "config.json: use_logn_attn is 1; it must be true or false",
                        "config.json: seq_length is missing; it must be a whole number from 1 to 1048576");
    }

    @ParameterizedTest
    @CsvSource({
        "num_hidden_layers, 2000000000", "num_attention_heads, 99999999999", "kv_channels, 15", "intermediate_size, -2",
        "vocab_size, 1e9", "seq_length, 0", "max_position_embeddings, 1073741824", "rotary_pct, 0.5",
        "rotary_emb_base, -1", "no_bias, false", "tie_word_embeddings, true"
    })
    void absurdAndUnknownSettingsAreRefused(String key, String value) throws IOException {
        edit("config.json", config -> config.set(key, TestFolders.value(value)));
        assertThat(problems()).anySatisfy(problem -> assertThat(problem).contains("config.json: " + key + " is "));
    }

    @Test
    void anUnknownArchitectureListsTheKnownOnes() throws IOException {
        edit("config.json", config -> config.put("model_type", "mamba"));
        assertThat(problems())
                .containsExactly("config.json: model_type is \"mamba\"; known types: llama, qwen, qwen2, qwen3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{\"a\":1,\"a\":2}", "{", "\u0000", "{} {}"})
    void aConfigThatIsNoJsonObjectIsRefused(String content) throws IOException {
        Files.writeString(folder.resolve("config.json"), content);
        assertThat(problems()).hasSize(1).first().asString().startsWith("config.json ");
    }

    @Test
    void aFolderThatIsNoneIsNamed() throws IOException {
        Path file = Files.createFile(temporary.resolve("file"));
        assertThatThrownBy(() -> ModelFolder.open(temporary.resolve("nowhere")))
                .isInstanceOf(ModelFolderException.class)
                .hasMessageContaining("nowhere")
                .hasMessageContaining("does not exist");
        assertThatThrownBy(() -> ModelFolder.open(file)).hasMessageContaining("is not a directory");
        assertThatThrownBy(() -> ModelFolder.open(temporary)).hasMessageContaining("has no config.json");
    }

    @Test
    void tensorsOfAnotherShapeAreNamedWithBoth() throws IOException {
        edit("config.json", config -> config.put("vocab_size", 2300));
        assertThat(problems())
                .containsExactlyInAnyOrder(
                        "tensor transformer.wte.weight has shape [2304, 64] but config.json asks for [2300, 64]",
                        "tensor lm_head.weight has shape [2304, 64] but config.json asks for [2300, 64]");
    }

    @Test
    void missingTensorsAreNamedAndManyAreCounted() throws IOException {
        edit("config.json", config -> config.put("num_hidden_layers", 4));
        assertThat(problems())
                .hasSize(8)
                .contains("tensor transformer.h.3.ln_1.weight [64] is missing from the weight files");
        edit("config.json", config -> config.put("num_hidden_layers", 256));
        assertThat(problems()).hasSize(21).last().isEqualTo("2004 more tensors are wrong or missing");
    }

    @Test
    void aFolderOfPickledWeightsSaysWhatToDo() throws IOException {
        for (String name : List.of(INDEX, FIRST, SECOND)) {
            Files.delete(folder.resolve(name));
        }
        Files.createFile(folder.resolve("pytorch_model-00001-of-00008.bin"));
        assertThat(problems())
                .containsExactly("has neither model.safetensors nor model.safetensors.index.json but"
                        + " pytorch_model-00001-of-00008.bin; such files are not read (they may hold code): take the safetensors"
                        + " version of the model");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../other/model.safetensors",
                "/etc/passwd",
                "sub/model.safetensors",
                "..",
                "model.bin",
                "",
                "a\\b.safetensors",
                ".safetensors",
                "model\u0000.safetensors"
            })
    void aShardThatIsNoPlainFileNameIsRefused(String shard) throws IOException {
        edit(INDEX, index -> ((ObjectNode) index.get("weight_map")).put("lm_head.weight", shard));
        assertThat(problems())
                .anySatisfy(problem -> assertThat(problem).contains("plain file name that ends in .safetensors"));
    }

    @Test
    void aMissingShardIsNamedOnce() throws IOException {
        Files.delete(folder.resolve(SECOND));
        assertThat(problems()).filteredOn(problem -> problem.contains(SECOND)).containsExactly(SECOND + " is missing");
    }

    @Test
    void aMalformedShardIsNamed() throws IOException {
        byte[] bytes = Files.readAllBytes(folder.resolve(FIRST));
        Files.write(folder.resolve(FIRST), Arrays.copyOf(bytes, bytes.length - 1));
        assertThat(problems()).anySatisfy(problem -> assertThat(problem).startsWith(FIRST + " is malformed"));
    }

    @Test
    void anIndexThatContradictsItsShardsIsRefused() throws IOException {
        edit(INDEX, index -> ((ObjectNode) index.get("weight_map")).put("lm_head.weight", FIRST));
        assertThat(problems())
                .containsExactly(INDEX + " places tensor lm_head.weight in " + FIRST + ", which does not hold it");
    }

    @Test
    void aTensorInTwoShardsIsRefused() throws IOException {
        Files.copy(folder.resolve(FIRST), folder.resolve("model-copy.safetensors"));
        edit(INDEX, index -> ((ObjectNode) index.get("weight_map"))
                .put("transformer.wte.weight", "model-copy.safetensors"));
        assertThat(problems())
                .singleElement()
                .asString()
                .matches("\\d+ tensors, transformer\\.\\S+ among them, are in both " + FIRST
                        + " and model-copy\\.safetensors");
    }

    @Test
    void theLinksOfHuggingFacesCacheAreFollowed() throws IOException {
        Path snapshot = Files.createDirectories(temporary.resolve("hub/models--a--b/snapshots/abc"));
        Path blobs = Files.createDirectories(temporary.resolve("hub/models--a--b/blobs"));
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Path blob = Files.copy(file, blobs.resolve("blob-of-" + file.getFileName()));
                Files.createSymbolicLink(
                        snapshot.resolve(file.getFileName()), Path.of("../../blobs", blob.getFileName() + ""));
            }
        }
        assertThat(ModelFolder.open(snapshot).digest())
                .isEqualTo(ModelFolder.open(folder).digest());
    }

    @Test
    void aLinkThatLeavesTheFolderIsRefused() throws IOException {
        Path outside = Files.move(folder.resolve(FIRST), temporary.resolve("outside.safetensors"));
        Files.createSymbolicLink(folder.resolve(FIRST), outside);
        assertThat(problems()).anySatisfy(problem -> assertThat(problem)
                .startsWith(FIRST + " is a link to ")
                .endsWith("outside the model folder; copy the file into the folder"));
    }

    @Test
    void codeInTheFolderIsNothingToTheReader() throws IOException {
        Files.writeString(folder.resolve("modeling_qwen.py"), "raise SystemExit");
        Files.createDirectories(folder.resolve("classes"));
        Files.write(folder.resolve("classes/Evil.class"), new byte[] {1});
        Files.writeString(folder.resolve("Evil.java"), "class Evil {}");
        Files.write(folder.resolve("evil.jar"), new byte[] {1});
        assertThat(ModelFolder.open(folder).digest())
                .isEqualTo(ModelFolder.open(Golden.path(Golden.TINY)).digest());
    }

    @ParameterizedTest
    @CsvSource({
        "eos_token_id, 2304",
        "eos_token_id, '\"a\"'",
        "top_p, 1.5",
        "temperature, 0",
        "top_k, -1",
        "do_sample, 1"
    })
    void badGenerationDefaultsAreRefused(String key, String value) throws IOException {
        edit("generation_config.json", config -> config.set(key, TestFolders.value(value)));
        assertThat(problems())
                .anySatisfy(problem -> assertThat(problem).startsWith("generation_config.json: " + key + " is "));
    }

    @Test
    void theDigestFollowsTheContentAndNotThePlace() throws IOException {
        String digest = ModelFolder.open(folder).digest();
        assertThat(digest)
                .hasSize(64)
                .isEqualTo(ModelFolder.open(Golden.path(Golden.TINY)).digest());
        assertThat(digest)
                .isNotEqualTo(ModelFolder.open(Golden.path(Golden.TINY_FP32)).digest());
        byte[] bytes = Files.readAllBytes(folder.resolve(SECOND));
        bytes[bytes.length - 1] ^= 1;
        Files.write(folder.resolve(SECOND), bytes);
        assertThat(ModelFolder.open(folder).digest()).isNotEqualTo(digest);
    }

    private List<String> problems() {
        return catchThrowableOfType(ModelFolderException.class, () -> ModelFolder.open(folder))
                .problems();
    }

    private void edit(String file, Consumer<ObjectNode> change) {
        TestFolders.edit(folder.resolve(file), (JsonNode root) -> change.accept((ObjectNode) root));
    }
}
