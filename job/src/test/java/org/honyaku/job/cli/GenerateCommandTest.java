package org.honyaku.job.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.honyaku.job.ExitCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GenerateCommandTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Set<String> ROW_SETTINGS =
            Set.of("max_new_tokens", "min_new_tokens", "repetition_penalty", "stop_words_ids");

    @Test
    void everyGoldenPromptGivesTheGoldenIdsInTheOrderOfTheInput() throws IOException {
        List<JsonNode> golden = golden("greedy.jsonl");
        Commands.Outcome outcome =
                generate(golden.stream().map(GenerateCommandTest::request).toList());

        assertThat(outcome.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(answers(outcome)).hasSameSizeAs(golden).zipSatisfy(golden, GenerateCommandTest::isTheGoldenAnswer);
    }

    @Test
    void everyGoldenRowWithSettingsOfItsOwnGivesTheGoldenIdsOrAnError() throws IOException {
        List<JsonNode> golden = golden("controls.jsonl").stream()
                .filter(row -> names(row.get("settings")).stream().allMatch(ROW_SETTINGS::contains))
                .filter(row -> !row.path("what").asText().equals("repetition_penalty is an integer"))
                .toList();
        Commands.Outcome outcome =
                generate(golden.stream().map(GenerateCommandTest::request).toList());

        assertThat(outcome.exitCode()).isEqualTo(ExitCode.OVER_ERROR_BUDGET);
        assertThat(answers(outcome)).hasSameSizeAs(golden).zipSatisfy(golden, (answer, row) -> {
            if (row.has("output_ids")) {
                isTheGoldenAnswer(answer, row);
            } else {
                assertThat(answer.path("error").asText()).isNotEmpty();
            }
        });
    }

    @Test
    void badLinesSayWhatIsWrongAndTheOthersGoOn() {
        Commands.Outcome outcome = generate("""
                {"id": 1, "prompt_ids": [814], "max_new_tokens": 2}
                not json
                {"id": "both", "prompt": "a", "prompt_ids": [1]}
                {"id": "neither"}
                {"id": "settings", "prompt": "a", "top_p": 3, "temprature": 1, "max_new_tokens": "5", "do_sample": 1}
                {"id": "text", "prompt_ids": "12"}
                {"id": "vocabulary", "prompt_ids": [99999]}
                {"id": "too long", "prompt_ids": [1], "max_new_tokens": 1000000}
                {"id": "empty", "prompt": ""}
                {"id": "surrogate", "prompt": "\\ud800"}
                [1, 2]

                {"id": {"any": "json"}, "prompt": "a", "max_new_tokens": 2}
                """);
        List<JsonNode> answers = answers(outcome);

        assertThat(outcome.exitCode()).isEqualTo(ExitCode.OVER_ERROR_BUDGET);
        assertThat(outcome.err()).contains("12 lines, 10 of them with an error");
        assertThat(answers).hasSize(12);
        assertThat(answers.get(0).path("output_tokens").asInt()).isEqualTo(2);
        assertError(answers, 1, "null", "line 2: not JSON");
        assertError(answers, 2, "\"both\"", "line 3: has both prompt and prompt_ids");
        assertError(answers, 3, "\"neither\"", "line 4: has neither prompt nor prompt_ids");
        assertError(answers, 4, "\"settings\"", "there is no field \"temprature\"; did you mean temperature?");
        assertError(answers, 4, "\"settings\"", "top_p must be a number above 0 and at most 1, but is \"3\"");
        assertError(answers, 4, "\"settings\"", "max_new_tokens must be a JSON number, but is \"5\"");
        assertError(answers, 4, "\"settings\"", "do_sample must be true or false");
        assertError(answers, 5, "\"text\"", "prompt_ids must be an array of token ids");
        assertError(answers, 6, "\"vocabulary\"", "99999");
        assertError(answers, 7, "\"too long\"", "1000000");
        assertError(answers, 8, "\"empty\"", "the prompt is empty");
        assertError(answers, 9, "\"surrogate\"", "surrogate");
        assertError(answers, 10, "null", "must be a JSON object");
        assertThat(answers.get(11).get("id").toString()).isEqualTo("{\"any\":\"json\"}");
    }

    @Test
    void aLineOverrulesTheFlagsAndIgnoringTheEndGoesToTheLimit() throws IOException {
        JsonNode ended = golden("greedy.jsonl").stream()
                .filter(row -> row.get("finish_reason").asText().equals("eos"))
                .findFirst()
                .orElseThrow();
        ObjectNode own = request(ended).put("max_new_tokens", 3);
        ObjectNode ignoring = request(ended).put("ignore_eos", true);
        List<JsonNode> answers = answers(generate(List.of(own, ignoring), "--max-new-tokens", "48"));

        assertThat(answers.get(0).get("output_tokens").asInt()).isEqualTo(3);
        assertThat(answers.get(1).get("output_tokens").asInt()).isEqualTo(48);
        assertThat(answers.get(1).get("finish_reason").asText()).isEqualTo("length");
    }

    @Test
    void theSameSeedDrawsTheSameTokensWhereverTheLineStands() {
        String line =
                "{\"prompt_ids\": [814, 303], \"do_sample\": true, \"temperature\": 2.0, \"max_new_tokens\": 20%s}\n";
        String input = Stream.of(", \"seed\": 1", ", \"seed\": 2", "", ", \"seed\": 1", "")
                .map(line::formatted)
                .collect(Collectors.joining());
        List<JsonNode> ids = answers(generate(input)).stream()
                .map(answer -> answer.get("output_ids"))
                .toList();

        assertThat(ids.get(0)).isEqualTo(ids.get(3)).isNotEqualTo(ids.get(1));
        assertThat(ids.get(2)).isEqualTo(ids.get(4));
    }

    @Test
    void theBaseModelsCardExampleDrawsExactlyAsManyTokensAsItAsksFor() {
        String[] card = {
            "--min-new-tokens",
            "200",
            "--max-new-tokens",
            "200",
            "--do-sample",
            "true",
            "--temperature",
            "1.0",
            "--top-p",
            "0.95"
        };
        String prompt = "{\"id\": 1, \"prompt\": \"西田幾多郎は、\"}\n";

        JsonNode answer = answers(generate(prompt, card)).get(0);

        assertThat(answer.get("output_ids")).hasSize(200);
        assertThat(answer.get("output_tokens").asInt()).isEqualTo(200);
        assertThat(answer.get("finish_reason").asText()).isEqualTo("length");
        assertThat(answer.get("text").asText()).isNotBlank();
        assertThat(answers(generate(prompt, card)).get(0)).isEqualTo(answer);
    }

    @Test
    void theModelFolderSpeaksWhereTheUserSaysNothingAndBothAreNamed() {
        String line = "{\"prompt_ids\": [814, 303], \"max_new_tokens\": 30}\n";
        Commands.Outcome folder = run(line);
        Commands.Outcome same = run(line, "--do-sample", "--top-p", "0.8", "--top-k", "0", "--temperature", "1");
        Commands.Outcome greedy = run(line, "--do-sample", "false");

        assertThat(folder.err())
                .contains("default:      min_new_tokens 0, temperature 1.0, repetition_penalty 1.0, seed 0")
                .contains(
                        "model folder: max_new_tokens 512, do_sample true, top_k 0, top_p 0.8, stop_words_ids 2000, eos_token_id 2000")
                .contains("--do-sample false takes the best token");
        assertThat(same.err()).contains("given:        do_sample true, temperature 1.0, top_k 0, top_p 0.8");
        assertThat(answers(same)).isEqualTo(answers(folder));
        assertThat(answers(greedy)).isNotEqualTo(answers(folder));
    }

    @Test
    void theModelFoldersStopWordsEndAnOutputUnlessTheUserSaysOtherwise(@TempDir Path folder) throws IOException {
        for (String name : List.of("config.json", "model.safetensors.index.json", "qwen.tiktoken")) {
            Files.copy(Commands.TINY_MODEL.resolve(name), folder.resolve(name));
        }
        try (Stream<Path> files = Files.list(Commands.TINY_MODEL)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".safetensors"))
                    .toList()) {
                Files.copy(file, folder.resolve(String.valueOf(file.getFileName())));
            }
        }
        Files.writeString(
                folder.resolve("generation_config.json"), "{\"eos_token_id\": 2000, \"stop_words_ids\": [[619]]}");
        JsonNode golden = golden("controls.jsonl").stream()
                .filter(row -> row.at("/settings/stop_words_ids").toString().equals("[[619]]"))
                .findFirst()
                .orElseThrow();
        String line = JSON.createObjectNode().set("prompt_ids", golden.get("prompt_ids")) + "\n";

        Commands.Outcome stopped = run(line, "--model", folder.toString(), "--max-new-tokens", "48");
        Commands.Outcome free =
                run(line, "--model", folder.toString(), "--max-new-tokens", "48", "--stop-words-ids", "none");

        assertThat(stopped.err()).contains("model folder: stop_words_ids 619");
        assertThat(answers(stopped).get(0).get("output_ids")).isEqualTo(golden.get("output_ids"));
        assertThat(answers(free).get(0).get("output_ids").size())
                .isGreaterThan(golden.get("output_ids").size());
    }

    @Test
    void manyMoreLinesThanTheEngineHoldsComeBackInOrder() {
        String input = IntStream.range(0, 300)
                .mapToObj(id -> "{\"id\": " + id + ", \"prompt_ids\": [" + (id + 1) + "], \"max_new_tokens\": "
                        + (1 + id % 5) + "}\n")
                .collect(Collectors.joining());
        List<JsonNode> answers = answers(generate(input, "--slots", "2", "--slot-tokens", "16"));

        assertThat(answers)
                .extracting(answer -> answer.get("id").asInt())
                .isSorted()
                .hasSize(300)
                .doesNotHaveDuplicates();
        assertThat(answers)
                .allSatisfy(answer -> assertThat(answer.get("output_tokens").asInt())
                        .isLessThanOrEqualTo(1 + answer.get("id").asInt() % 5));
    }

    @Test
    void anOutputFileAppearsWhole(@TempDir Path folder) throws IOException {
        Path input = Files.writeString(folder.resolve("in.jsonl"), "{\"prompt_ids\": [814], \"max_new_tokens\": 1}");
        Path output = folder.resolve("out.jsonl");
        Commands.Outcome outcome = generate("", "--input", input.toString(), "--output", output.toString());

        assertThat(outcome.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(outcome.out()).isEmpty();
        assertThat(JSON.readTree(Files.readString(output)).get("output_ids").toString())
                .isEqualTo("[227]");
        assertThat(folder).isDirectoryNotContaining("glob:**.partial");
    }

    private static void isTheGoldenAnswer(JsonNode answer, JsonNode golden) {
        assertThat(answer.get("id")).isEqualTo(golden.get("id"));
        assertThat(answer.get("output_ids")).as(golden.get("id").asText()).isEqualTo(golden.get("output_ids"));
        assertThat(answer.get("finish_reason")).isEqualTo(golden.get("finish_reason"));
        assertThat(answer.get("prompt_tokens").asInt())
                .isEqualTo(golden.get("prompt_ids").size());
        assertThat(answer.get("output_tokens").asInt())
                .isEqualTo(golden.get("output_ids").size());
        assertThat(answer.get("mean_logprob").asDouble()).isCloseTo(mean(golden.get("logprobs")), offset(3e-4));
    }

    private static void assertError(List<JsonNode> answers, int index, String id, String words) {
        assertThat(answers.get(index).get("id").toString()).isEqualTo(id);
        assertThat(answers.get(index).get("error").asText()).contains(words);
    }

    private static Commands.Outcome generate(List<ObjectNode> requests, String... more) {
        return generate(requests.stream().map(row -> row + "\n").collect(Collectors.joining()), more);
    }

    /** Without any random draw, whatever the folder says. */
    private static Commands.Outcome generate(String input, String... more) {
        return List.of(more).contains("--do-sample")
                ? run(input, more)
                : run(
                        input,
                        Stream.concat(Stream.of("--do-sample", "false"), Stream.of(more))
                                .toArray(String[]::new));
    }

    private static Commands.Outcome run(String input, String... more) {
        Stream<String> model = List.of(more).contains("--model")
                ? Stream.empty()
                : Stream.of("--model", Commands.TINY_MODEL.toString());
        Stream<String> base = Stream.of("generate", "--precision", "fp32", "--threads", "1");
        return Commands.runWithInput(
                input,
                Stream.of(base, model, Stream.of(more)).flatMap(part -> part).toArray(String[]::new));
    }

    private static ObjectNode request(JsonNode golden) {
        ObjectNode row = JSON.createObjectNode();
        row.set("id", golden.get("id"));
        row.set("prompt_ids", golden.get("prompt_ids"));
        row.put("max_new_tokens", 48);
        names(golden.path("settings"))
                .forEach(name -> row.set(name, golden.get("settings").get(name)));
        return row;
    }

    private static List<JsonNode> golden(String file) throws IOException {
        return Files.readAllLines(Commands.TINY_MODEL.resolve(file)).stream()
                .map(GenerateCommandTest::json)
                .toList();
    }

    private static List<JsonNode> answers(Commands.Outcome outcome) {
        return outcome.lines().stream().map(GenerateCommandTest::json).toList();
    }

    private static JsonNode json(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> names(JsonNode object) {
        var names = new ArrayList<String>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static double mean(JsonNode numbers) {
        double sum = 0;
        for (JsonNode number : numbers) {
            sum += number.asDouble();
        }
        return sum / numbers.size();
    }
}
