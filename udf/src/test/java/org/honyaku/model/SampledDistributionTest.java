package org.honyaku.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.honyaku.engine.Sampling;
import org.honyaku.engine.TokenIds;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** {@link GoldenSamplingTest} shows that the chances are the reference's; here the draws follow the chances. */
class SampledDistributionTest {

    private static final int DRAWS = 20_000;
    static final TokenIds PROMPT = Plans.prompt(12, 3);
    static final List<Sampling> SETTINGS = List.of(
            new Sampling(true, 1.0, 0, 1.0, 1.0),
            new Sampling(true, 0.7, 20, 1.0, 1.0),
            new Sampling(true, 1.5, 0, 0.9, 1.0),
            new Sampling(true, 2.5, 12, 0.95, 1.3));

    private static TorchLanguageModel model;

    @BeforeAll
    static void load() {
        model = Golden.load("llama3-rope-tiny", Precision.FP32, 64, 32);
    }

    @AfterAll
    static void close() {
        model.close();
    }

    @ParameterizedTest
    @FieldSource("SETTINGS")
    void sampledTokensHaveTheRightDistribution(Sampling sampling) {
        ChiSquare fit = new SampledDraws(model, PROMPT, sampling).firstTokens(DRAWS);
        assertThat(fit.degrees()).isGreaterThan(3);
        assertThat(fit.statistic()).isLessThan(fit.critical());
    }

    @Test
    void theStepsOfARowDrawIndependently() {
        ChiSquare fit = new SampledDraws(model, PROMPT, new Sampling(true, 2.0, 5, 1.0, 1.0)).pairs(DRAWS);
        assertThat(fit.degrees()).isGreaterThan(15);
        assertThat(fit.statistic()).isLessThan(fit.critical());
    }

    @Test
    void aRowIsSampledAlikeOnARetryInAnotherBatchAndOnAnotherExecutor() {
        SampledDraws draws = new SampledDraws(model, PROMPT, new Sampling(true, 1.2, 0, 0.95, 1.1));
        List<TokenIds> first = draws.draw(model, 200, 12, 64);
        assertThat(first.stream().distinct().count()).isGreaterThan(150);
        assertThat(draws.draw(model, 200, 12, 64)).as("a retry").isEqualTo(first);
        assertThat(draws.draw(model, 50, 12, 3)).as("another batch").isEqualTo(first.subList(0, 50));
        try (TorchLanguageModel other = Golden.load("llama3-rope-tiny", Precision.FP32, 8, 32)) {
            assertThat(draws.draw(other, 200, 12, 8)).as("another executor").isEqualTo(first);
        }
    }
}
