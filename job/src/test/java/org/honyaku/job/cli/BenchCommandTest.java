package org.honyaku.job.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.honyaku.job.ExitCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BenchCommandTest {

    private static final String ROWS = """
            {"id": 0, "prompt_ids": [5, 6, 7, 8], "output_tokens": 40, "text": "こんにちは"}
            {"id": 1, "prompt_ids": [5, 6, 7, 9], "output_tokens": 3, "text": "猫"}
            {"id": 2, "prompt_ids": [5, 6, 7], "output_tokens": 20, "text": "犬"}
            """;

    private final Path workload;

    BenchCommandTest(@TempDir Path folder) {
        this.workload = folder.resolve("rows.json");
    }

    @Test
    void theLastLineIsOneObjectWithExactlyTheTokensOfTheWorkload() throws IOException {
        JsonNode result = result(bench(ROWS, "--precision", "fp32", "--slots", "2"));

        assertThat(result.get("rows").asInt()).isEqualTo(3);
        assertThat(result.get("prompt_tokens").asInt()).isEqualTo(11);
        assertThat(result.get("output_tokens").asInt()).isEqualTo(63);
        assertThat(result.get("shared_tokens").asInt())
                .as("short of any whole prompt")
                .isEqualTo(2);
        assertThat(result.get("precision").asText()).isEqualTo("fp32");
        assertThat(result.get("device").asText()).isEqualTo("cpu");
        assertThat(result.get("slots").asInt()).isEqualTo(2);
        assertThat(result.get("output_tokens_per_second").asDouble()
                        * result.get("seconds").asDouble())
                .isCloseTo(63, offset(1e-6));
        assertThat(result.get("tail_seconds").asDouble())
                .as("the longest row alone")
                .isBetween(0.0, result.get("seconds").asDouble());
        for (String field : new String[] {
            "rows_per_second",
            "load_seconds",
            "tail_seconds",
            "first_token_seconds",
            "start_to_first_token_seconds",
            "peak_rss_mb"
        }) {
            assertThat(result.get(field).asDouble()).as(field).isPositive();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"fp32", "bf16", "int8"})
    void theTimeOfStepsIsSharedOutInFullWhateverThePrecision(String precision) throws IOException {
        JsonNode result = result(bench(ROWS, "--precision", precision));

        double sum = 0;
        for (String part : new String[] {"share_linear", "share_attention", "share_sampling", "share_rest"}) {
            assertThat(result.get(part).asDouble()).as(part).isGreaterThan(0).isLessThan(1);
            sum += result.get(part).asDouble();
        }
        assertThat(sum).isCloseTo(1, offset(1e-9));
    }

    @Test
    void idsNeedNoTokenizer(@TempDir Path model) throws IOException {
        try (Stream<Path> files = Files.list(Commands.TINY_MODEL)) {
            for (Path file : files.filter(path -> path.getFileName().toString().matches("config.json|model.*"))
                    .toList()) {
                Files.copy(file, model.resolve(String.valueOf(file.getFileName())));
            }
        }
        Files.writeString(workload, ROWS);

        assertThat(result(Commands.run("bench", "--model", model.toString(), "--workload", workload.toString()))
                        .get("output_tokens")
                        .asInt())
                .isEqualTo(63);
    }

    @Test
    void anArrayIsAWorkloadAsWell() throws IOException {
        String array = "[" + String.join(",", ROWS.lines().toList()) + "]";

        assertThat(result(bench(array)).get("output_tokens").asInt()).isEqualTo(63);
    }

    @Test
    void retokenizingMakesThePromptsOfThisModelFromTheTexts() throws IOException {
        JsonNode result =
                result(bench(ROWS.replaceAll("\"prompt_ids\": \\[.*?]", "\"prompt_ids\": [99999]"), "--retokenize"));

        assertThat(result.get("retokenized").asBoolean()).isTrue();
        assertThat(result.get("shared_tokens").asInt())
                .as("the head of the template")
                .isGreaterThan(20);
    }

    @Test
    void aWorkloadOfAnotherVocabularySaysWhatToDo() {
        Commands.Outcome outcome = bench("[{\"prompt_ids\": [1, 99999], \"output_tokens\": 1}]");

        assertThat(outcome.exitCode()).isEqualTo(ExitCode.INPUT);
        assertThat(outcome.err()).contains("row 1", "99999", "--retokenize").doesNotContain("\tat ");
    }

    @Test
    void aWorkloadThatCannotBeReadNamesTheFileAndTheRow() {
        assertThat(bench("[]").err()).contains("has no rows");
        assertThat(bench("[{\"prompt_ids\": [1], \"output_tokens\": 0}]").err())
                .contains("row 1 output_tokens must be");
        assertThat(bench("{\"prompt_ids\": [1], \"output_tokens\": 1}\n{").err())
                .contains("not JSON in line 2");
        assertThat(bench("[{\"prompt_ids\": [1], \"output_tokens\": 9999999}]").exitCode())
                .isEqualTo(ExitCode.INPUT);
        assertThat(Commands.run("bench", "--model", Commands.TINY_MODEL.toString(), "--workload", "nowhere.json")
                        .err())
                .contains("nowhere.json does not exist");
    }

    private Commands.Outcome bench(String rows, String... more) {
        try {
            Files.writeString(workload, rows);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String[] base = {"bench", "--model", Commands.TINY_MODEL.toString(), "--workload", workload.toString()};
        return Commands.run(Stream.concat(Stream.of(base), Stream.of(more)).toArray(String[]::new));
    }

    private static JsonNode result(Commands.Outcome outcome) throws IOException {
        assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(ExitCode.OK);
        return new JsonMapper().readTree(outcome.lines().get(outcome.lines().size() - 1));
    }
}
