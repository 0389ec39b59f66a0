package org.honyaku.job.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.honyaku.job.ExitCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UsageTest {

    private static final String MODEL = Commands.TINY_MODEL.toString();

    @Test
    void everyMistakeOfACommandLineIsToldAtOnce() {
        Commands.Outcome outcome = Commands.run(
                "translate",
                "--txt-column",
                "body",
                "--top-p",
                "7",
                "--set",
                "slots=0",
                "--min-new-tokens",
                "600",
                "--max-new-tokens",
                "512");

        assertThat(outcome.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err().lines())
                .containsExactly(
                        "honyaku: 8 problems:",
                        "  - --txt-column is not an option of honyaku translate; did you mean --text-column?",
                        "  - \"body\" belongs to no option",
                        "  - --set slots must be a whole number of at least 1, but is \"0\"",
                        "  - --top-p must be a number above 0 and at most 1, but is \"7\"",
                        "  - --model PATH must be given: there is no sample model here to use instead",
                        "  - --input PATH must be given",
                        "  - --output PATH must be given",
                        "  - min_new_tokens is 600, above max_new_tokens, which is 512",
                        "All options and settings: honyaku translate --help");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tranlate                        | \"tranlate\" is not a command; did you mean translate?",
                "translate --model               | '--model'",
                "bench                           | --workload",
                "tokenize --precision bf16       | --precision is not an option of honyaku tokenize",
                "generate --seed 1 --seed 2      | --seed is given 2 times",
                "translate --direction fr-en     | --direction must be one of ja-en, en-ja, but is \"fr-en\"",
                "translate --device gpu          | --device must be auto, cpu or cuda:N (N from 0), but is \"gpu\"",
                "bench --precision int3          | --precision must be one of auto, fp32, bf16, int8, but is \"int3\"",
                "translate --template nowhere.txt| --template: the prompt template nowhere.txt does not exist",
                "translate --config nowhere.yaml | nowhere.yaml",
                "translate --set spark.driver.memory=8g | HONYAKU_JAVA_OPTS",
            })
    void aMistakeIsOneSentenceWithoutAStackTrace(String arguments, String sentence) {
        Commands.Outcome outcome = Commands.run(arguments.trim().split(" +"));

        assertThat(outcome.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(outcome.err()).startsWith("honyaku: ").contains(sentence).doesNotContain("Exception", "\tat ");
    }

    @Test
    void debugShowsTheStackTraceUnderTheSentence() {
        assertThat(Commands.run("translate", "--debug").err()).contains("must be given", "\tat org.honyaku");
    }

    @Test
    void flagsWinOverSetAndSetWinsOverTheFile(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("my.yaml"), "model: from-file\nmax_new_tokens: 1\n");

        assertThat(tokenizeWith(file)).contains("the model folder from-file");
        assertThat(tokenizeWith(file, "--set", "model=from-set")).contains("the model folder from-set");
        assertThat(tokenizeWith(file, "--set", "model=from-set", "--model", "from-flag"))
                .contains("the model folder from-flag");
    }

    @Test
    void aFolderThatIsNoModelHasItsOwnExitCode(@TempDir Path folder) {
        assertThat(Commands.run("tokenize", "--model", folder.toString()).exitCode())
                .isEqualTo(ExitCode.MODEL);

        Commands.Outcome outcome = Commands.run("generate", "--model", folder.toString());
        assertThat(outcome.exitCode()).isEqualTo(ExitCode.MODEL);
        assertThat(outcome.err()).contains(folder.toString(), "config.json").doesNotContain("\tat ");
    }

    @Test
    void anInputThatIsNotThereHasItsOwnExitCode() {
        Commands.Outcome outcome = Commands.run("tokenize", "--model", MODEL, "--input", "nowhere.jsonl");

        assertThat(outcome.exitCode()).isEqualTo(ExitCode.INPUT);
        assertThat(outcome.err())
                .contains("the input nowhere.jsonl does not exist")
                .doesNotContain("Exception");
    }

    @Test
    void anOutputThatCannotBeWrittenHasItsOwnExitCode(@TempDir Path folder) {
        Path output = folder.resolve("missing/results.jsonl");
        Commands.Outcome outcome = Commands.run("tokenize", "--model", MODEL, "--output", output.toString());

        assertThat(outcome.exitCode()).isEqualTo(ExitCode.OUTPUT);
        assertThat(outcome.err()).contains(output.toString()).doesNotContain("\tat ");
    }

    /** The words about a model that does not exist, which name the one that was chosen. */
    private static String tokenizeWith(Path config, String... more) {
        List<String> arguments = new ArrayList<>(List.of("tokenize", "--config", config.toString()));
        arguments.addAll(List.of(more));
        return Commands.run(arguments.toArray(String[]::new)).err();
    }
}
