package org.honyaku.job.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.honyaku.job.ExitCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenizeCommandTest {

    private static final String MODEL = Commands.TINY_MODEL.toString();

    @Test
    void textsBecomeIdsAndIdsBecomeTextsInTheOrderOfTheInput() {
        Commands.Outcome outcome = Commands.runWithInput("""
                {"text": "a\\n"}
                {"id": "x", "ids": [64, 198]}
                """, "tokenize", "--model", MODEL);

        assertThat(outcome.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(outcome.lines())
                .containsExactly(
                        "{\"text\":\"a\\n\",\"ids\":[64,198]}", "{\"id\":\"x\",\"text\":\"a\\n\",\"ids\":[64,198]}");
    }

    @Test
    void textNeverYieldsAControlIdThoughItsIdIsWrittenOut() {
        Commands.Outcome outcome = Commands.runWithInput("""
                {"text": "<|endoftext|>"}
                {"ids": [2000]}
                """, "tokenize", "--model", MODEL);

        assertThat(outcome.lines().get(0)).doesNotContain("2000");
        assertThat(outcome.lines().get(1)).contains("<|endoftext|>");
    }

    @Test
    void badLinesSayWhatIsWrongAndTheOthersGoOn() {
        Commands.Outcome outcome = Commands.runWithInput("""
                {"id": 1}
                {"id": 2, "ids": [100000]}
                {"id": 3, "text": 5}
                {"id": 4, "text": "a", "txet": "b"}
                {"id": 5, "text": "a"}
                """, "tokenize", "--model", MODEL);

        assertThat(outcome.exitCode()).isEqualTo(ExitCode.OVER_ERROR_BUDGET);
        assertThat(outcome.lines()).hasSize(5);
        assertThat(outcome.lines().subList(0, 4)).allMatch(line -> line.contains("\"error\":\"line "));
        assertThat(outcome.lines().get(3)).contains("did you mean text?");
        assertThat(outcome.lines().get(4)).contains("\"ids\":[64]");
    }

    @Test
    void statisticsCountTokensByTheByteColumnByColumn(@TempDir Path folder) throws IOException {
        Path pairs = Files.writeString(folder.resolve("pairs.tsv"), "a\t犬\naa\t\nbroken\n");
        Commands.Outcome outcome = Commands.run("tokenize", "--model", MODEL, "--stats", "--input", pairs.toString());

        assertThat(outcome.lines()).hasSize(2);
        assertThat(outcome.lines().get(0)).startsWith("{\"column\":\"column_1\",\"rows\":2,\"bytes\":3,\"tokens\":");
        assertThat(outcome.lines().get(1)).startsWith("{\"column\":\"column_2\",\"rows\":2,\"bytes\":3,\"tokens\":");
        assertThat(outcome.err()).contains("left out: line 3: has 1 field where there should be 2");
        assertThat(outcome.exitCode()).isEqualTo(ExitCode.OVER_ERROR_BUDGET);
    }

    @Test
    void statisticsReadEveryFormatFromStandardInputToo() {
        assertThat(statistics("{\"text\": \"a\\n\"}\n{\"text\": \"a\"}\n"))
                .containsExactly("{\"column\":\"text\",\"rows\":2,\"bytes\":3,\"tokens\":3,\"tokens_per_byte\":1.0}");
        assertThat(statistics("a\n", "--format", "text"))
                .containsExactly("{\"column\":\"text\",\"rows\":1,\"bytes\":1,\"tokens\":1,\"tokens_per_byte\":1.0}");
        assertThat(statistics("ja\ta b\n\n", "--format", "tsv", "--header")).isEmpty();
        assertThat(statistics("id,text\n1,\"a\"\n", "--format", "csv"))
                .containsExactly(
                        "{\"column\":\"id\",\"rows\":1,\"bytes\":1,\"tokens\":1,\"tokens_per_byte\":1.0}",
                        "{\"column\":\"text\",\"rows\":1,\"bytes\":1,\"tokens\":1,\"tokens_per_byte\":1.0}");
    }

    @Test
    void aFormatBelongsToStatistics() {
        Commands.Outcome outcome = Commands.run("tokenize", "--model", MODEL, "--format", "xml");

        assertThat(outcome.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(outcome.err()).contains("belong to --stats", "--format must be one of jsonl, csv, tsv, text");
    }

    private static List<String> statistics(String input, String... options) {
        return Commands.runWithInput(
                        input,
                        Stream.concat(Stream.of("tokenize", "--model", MODEL, "--stats"), Stream.of(options))
                                .toArray(String[]::new))
                .lines();
    }
}
