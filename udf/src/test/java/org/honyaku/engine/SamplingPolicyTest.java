package org.honyaku.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SamplingPolicyTest {

    private static final Sampling SAMPLED = new Sampling(true, 0.5, 0, 1.0, 1.0);
    private static final TokenIds EOS = TokenIds.of(7, 9);

    private final SamplingPolicy policy = new SamplingPolicy(42);

    @Test
    void theEndIsImpossibleUntilTheMinimumIsOut() {
        Sequence sequence = new Sequence(Requests.sampled(Sampling.GREEDY, 2, EOS, 0, 1, 2));
        assertThat(policy.draw(sequence).banned()).isEqualTo(EOS);
        sequence.append(3, 0);
        assertThat(policy.draw(sequence).banned()).isEqualTo(EOS);
        sequence.append(3, 0);
        assertThat(policy.draw(sequence).banned().isEmpty()).isTrue();
        assertThat(policy.draw(sequence).isPlainGreedy()).isTrue();
    }

    @Test
    void afterAStopSequenceTheEndIsForced() {
        List<TokenIds> stops = List.of(TokenIds.of(5, 6), TokenIds.of(1, 2, 3, 4));
        Sequence sequence =
                new Sequence(GenerationRequest.greedy(TokenIds.of(1, 5), 9, EOS).stoppingAfter(stops));
        assertThat(policy.draw(sequence).forced()).isEqualTo(StepPlan.Draw.FREE);
        sequence.append(6, 0);
        assertThat(policy.draw(sequence).forced()).isEqualTo(7);
        sequence.append(6, 0);
        assertThat(policy.draw(sequence).isPlainGreedy()).isTrue();
    }

    @Test
    void thePenaltySeesEveryIdOfPromptAndOutputOnce() {
        Sampling penalising = new Sampling(false, 1.0, 0, 1.0, 1.2);
        Sequence sequence = new Sequence(Requests.sampled(penalising, 0, EOS, 0, 5, 2, 5));
        sequence.append(1, 0);
        sequence.append(2, 0);
        assertThat(policy.draw(sequence).seen()).isEqualTo(TokenIds.of(1, 2, 5));
    }

    @Test
    void aRetryDrawsTheSameNumbersAndOtherRowsDrawOthers() {
        Sequence row = new Sequence(Requests.sampled(SAMPLED, 0, EOS, 11, 1));
        Sequence retry = new Sequence(Requests.sampled(SAMPLED, 0, EOS, 11, 1));
        Sequence other = new Sequence(Requests.sampled(SAMPLED, 0, EOS, 12, 1));
        assertThat(policy.draw(row).uniform()).isEqualTo(policy.draw(retry).uniform());
        assertThat(policy.draw(row).uniform()).isNotEqualTo(policy.draw(other).uniform());
        assertThat(new SamplingPolicy(43).draw(row).uniform())
                .isNotEqualTo(policy.draw(row).uniform());
        row.append(1, 0);
        assertThat(policy.draw(row).uniform()).isNotEqualTo(policy.draw(retry).uniform());
    }

    @Test
    void uniformNumbersFillTheUnitInterval() {
        int draws = 200_000;
        double[] numbers = IntStream.range(0, draws)
                .mapToDouble(i -> CounterRandom.uniform(1, i / 100, i % 100))
                .toArray();
        int[] deciles = new int[10];
        for (double number : numbers) {
            assertThat(number).isGreaterThanOrEqualTo(0).isLessThan(1);
            assertThat((double) (float) number).isEqualTo(number);
            deciles[(int) (number * 10)]++;
        }
        double chiSquare = IntStream.of(deciles)
                .mapToDouble(count -> Math.pow(count - draws / 10.0, 2) / (draws / 10.0))
                .sum();
        assertThat(chiSquare).isLessThan(27.9); // 9 degrees of freedom, p = 0.001
        assertThat(IntStream.range(0, draws)
                        .mapToDouble(i -> numbers[i])
                        .average()
                        .orElseThrow())
                .isCloseTo(0.5, within(0.005));
    }
}
