package org.honyaku.job.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.honyaku.job.ExitCode;
import org.junit.jupiter.api.Test;

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
    void statisticsCountTokensByTheByte() {
        Commands.Outcome outcome = Commands.runWithInput(
                "{\"text\": \"a\\n\"}\n{\"text\": \"a\"}\n{\"broken\": 1}\n", "tokenize", "--model", MODEL, "--stats");

        assertThat(outcome.lines()).containsExactly("{\"rows\":2,\"bytes\":3,\"tokens\":3,\"tokens_per_byte\":1.0}");
        assertThat(outcome.exitCode()).isEqualTo(ExitCode.OVER_ERROR_BUDGET);
    }
}
