package org.honyaku.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Random;
import java.util.stream.IntStream;
import org.honyaku.engine.Sampling;
import org.honyaku.engine.StepPlan.Draw;
import org.honyaku.engine.TokenIds;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is kept of a vocabulary of Qwen's size, in which the largest are looked for block by block, against a plain sort. */
class WideSamplingTest {

    private static final int VOCABULARY = 151_936;

    private static TorchLanguageModel model;

    @BeforeAll
    static void load() {
        model = Golden.load(Golden.TINY, Precision.FP32);
    }

    @AfterAll
    static void close() {
        model.close();
    }

    /** Peaked, so that a few are kept; and so flat that tens of thousands are; also where the last block is not full. */
    @ParameterizedTest
    @CsvSource({"6, 0.8, 151936", "6, 0.99, 151936", "3, 0.95, 151936", "0.5, 0.5, 151936", "6, 0.9, 151931"})
    void theNucleusIsTheSmallestSetOfTheLargest(double spread, double p, int vocabulary) {
        float[] logits = logits(spread, vocabulary);
        double[] chances = softmax(logits);
        double[] kept = new Insight(model).chances(logits, draw(0, p));

        double sum = IntStream.range(0, vocabulary)
                .filter(id -> kept[id] > 0)
                .mapToDouble(id -> chances[id])
                .sum();
        double smallestKept = IntStream.range(0, vocabulary)
                .filter(id -> kept[id] > 0)
                .mapToDouble(id -> chances[id])
                .min()
                .orElseThrow();
        double largestDropped = IntStream.range(0, vocabulary)
                .filter(id -> kept[id] == 0)
                .mapToDouble(id -> chances[id])
                .max()
                .orElseThrow();
        assertThat(smallestKept).isGreaterThanOrEqualTo(largestDropped);
        assertThat(sum).isGreaterThan(p - 1e-5);
        assertThat(sum - smallestKept).isLessThan(p + 1e-5);
        for (int id = 0; id < vocabulary; id++) {
            assertThat(kept[id]).isCloseTo(kept[id] > 0 ? chances[id] / sum : 0, within(1e-6));
        }
    }

    @Test
    void theTopFiftyAreThoseOfASort() {
        float[] logits = logits(2, VOCABULARY);
        double[] kept = new Insight(model).chances(logits, draw(50, 1));

        Integer[] sorted = IntStream.range(0, VOCABULARY).boxed().toArray(Integer[]::new);
        Arrays.sort(sorted, Comparator.comparingDouble(id -> -logits[id]));
        assertThat(IntStream.range(0, VOCABULARY).filter(id -> kept[id] > 0).boxed())
                .containsExactlyInAnyOrder(Arrays.copyOf(sorted, 50));
    }

    private static Draw draw(int topK, double topP) {
        return new Draw(new Sampling(true, 1.0, topK, topP, 1.0), TokenIds.of(), TokenIds.of(), 0.5);
    }

    private static float[] logits(double spread, int vocabulary) {
        var random = new Random(4_711);
        float[] logits = new float[vocabulary];
        for (int id = 0; id < vocabulary; id++) {
            logits[id] = (float) (spread * random.nextGaussian());
        }
        return logits;
    }

    private static double[] softmax(float[] logits) {
        double[] weights = IntStream.range(0, logits.length)
                .mapToDouble(id -> Math.exp(logits[id]))
                .toArray();
        double sum = Arrays.stream(weights).sum();
        return Arrays.stream(weights).map(weight -> weight / sum).toArray();
    }
}
