package org.honyaku.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.honyaku.engine.Sampling;
import org.honyaku.engine.StepOutcome;
import org.honyaku.engine.StepPlan;
import org.honyaku.engine.StepPlan.Chunk;
import org.honyaku.engine.StepPlan.Draw;
import org.honyaku.engine.StepPlan.KvCopy;
import org.honyaku.engine.TokenIds;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TorchLanguageModelTest {

    /** Different cuts of the same sums differ by rounding alone. */
    private static final double ROUNDING = 5e-5;

    private static TorchLanguageModel model;
    private static Insight insight;

    @BeforeAll
    static void load() {
        model = Golden.load(Golden.TINY_FP32, Precision.FP32);
        insight = new Insight(model);
    }

    @AfterAll
    static void close() {
        model.close();
    }

    @Test
    void aPromptInPiecesEqualsTheWholePrompt() {
        TokenIds prompt = Plans.prompt(150, 1);
        double[] whole = logits(0, prompt);
        insight.logits(Plans.prefill(Plans.chunk(model, 3, prompt, 0, 40, null)));
        insight.logits(Plans.prefill(Plans.chunk(model, 3, prompt, 40, 41, null)));
        insight.logits(Plans.prefill(Plans.chunk(model, 3, prompt, 41, 100, null)));
        double[] pieces = insight.logits(Plans.prefill(Plans.chunk(model, 3, prompt, 100, 150, Plans.GREEDY)));
        assertThat(pieces).containsExactly(whole, within(ROUNDING));
    }

    @Test
    void aLongPromptIsCutIntoBlocksOfQueriesUnseen() {
        // Four slots, and a second chunk of more than 512 queries.
        TokenIds prompt = Plans.prompt(1500, 2);
        double[] whole = logits(2, prompt);
        insight.logits(Plans.prefill(Plans.chunk(model, 2, prompt, 0, 300, null)));
        double[] pieces = insight.logits(Plans.prefill(Plans.chunk(model, 2, prompt, 300, 1500, Plans.GREEDY)));
        assertThat(pieces).containsExactly(whole, within(ROUNDING));
    }

    @Test
    void aCopiedHeadEqualsAComputedOne() {
        TokenIds prompt = Plans.prompt(120, 3);
        double[] whole = logits(0, prompt);
        insight.logits(Plans.prefill(Plans.chunk(model, 7, prompt, 0, 60, null)));
        int slot = model.kvLayout().slotTokens();
        StepPlan plan = new StepPlan(
                List.of(new KvCopy(7 * slot, 2 * slot, 60)),
                List.of(Plans.chunk(model, 2, prompt, 60, 120, Plans.GREEDY)),
                List.of());
        assertThat(insight.logits(plan)).containsExactly(whole, within(ROUNDING));
    }

    @Test
    void aSequenceDoesNotDependOnItsNeighboursOfOtherBandsAndLengths() {
        List<TokenIds> prompts = List.of(
                Plans.prompt(20, 4),
                Plans.prompt(64, 5),
                Plans.prompt(65, 6),
                Plans.prompt(129, 7),
                Plans.prompt(300, 8));
        assertThat(prompts.stream().mapToInt(prompt -> model.ropeBand(prompt.size())))
                .containsExactly(0, 0, 1, 2, 3);
        List<Chunk> together = new ArrayList<>();
        for (int slot = 0; slot < prompts.size(); slot++) {
            together.add(Plans.whole(model, slot, prompts.get(slot), Plans.GREEDY));
        }
        double[] logits = insight.logits(Plans.prefill(together.toArray(Chunk[]::new)));
        for (int row = 0; row < prompts.size(); row++) {
            assertThat(row(logits, row)).containsExactly(logits(6, prompts.get(row)), within(ROUNDING));
        }
    }

    @Test
    void aDecodeRunEqualsDecodingOneByOne() {
        List<Chunk> chunks = new ArrayList<>();
        for (int slot = 0; slot < 6; slot++) {
            TokenIds prompt = Plans.prompt(30 + 25 * slot, slot);
            model.run(Plans.prefill(Plans.chunk(model, slot, prompt, 0, prompt.size() - 1, null)));
            chunks.add(Plans.chunk(model, slot, prompt, prompt.size() - 1, prompt.size(), Plans.GREEDY));
        }
        double[] run = insight.logits(Plans.decode(model, chunks));
        for (int row = 0; row < chunks.size(); row++) {
            double[] alone = insight.logits(Plans.decode(model, List.of(chunks.get(row))));
            assertThat(row(run, row)).containsExactly(alone, within(ROUNDING));
        }
    }

    @Test
    void aStepMayDrawNothing() {
        StepOutcome outcome = model.run(Plans.prefill(Plans.whole(model, 0, Plans.prompt(9, 1), null)));
        assertThat(outcome.tokens().size()).isZero();
    }

    @Test
    void rowsOfOneStepFollowTheirOwnSettings() {
        TokenIds prompt = Plans.prompt(40, 9);
        int best = model.run(Plans.prefill(Plans.whole(model, 0, prompt, Plans.GREEDY)))
                .tokens()
                .get(0);
        StepOutcome outcome = model.run(Plans.prefill(
                Plans.whole(model, 0, prompt, Plans.GREEDY),
                Plans.whole(model, 1, prompt, new Draw(Sampling.GREEDY, TokenIds.of(best), TokenIds.of(), 0)),
                Plans.whole(model, 2, prompt, sampled(new Sampling(true, 1.0, 1, 1.0, 1.0), 0.99)),
                Plans.whole(model, 3, prompt, Plans.GREEDY)));
        assertThat(outcome.tokens().get(0)).isEqualTo(best);
        assertThat(outcome.tokens().get(1)).isNotEqualTo(best);
        assertThat(outcome.tokens().get(2)).isEqualTo(best);
        assertThat(outcome.tokens().get(3)).isEqualTo(best);
        assertThat(outcome.logprobs().get(1)).isLessThan(outcome.logprobs().get(0));
    }

    @Test
    void aUniformNumberPicksTheTokenWhereTheCumulativeSumPassesIt() {
        TokenIds prompt = Plans.prompt(40, 10);
        Sampling sampling = new Sampling(true, 2.5, 50, 0.95, 1.0);
        double[] logits = logits(0, prompt);
        float[] narrow = new float[logits.length];
        for (int id = 0; id < logits.length; id++) {
            narrow[id] = (float) logits[id];
        }
        double[] chances = insight.chances(narrow, sampled(sampling, 0));
        for (double uniform : new double[] {0, 0.1, 0.3, 0.5, 0.7, 0.9, 0.999, Math.nextDown(1.0)}) {
            int token = model.run(Plans.prefill(Plans.whole(model, 0, prompt, sampled(sampling, uniform))))
                    .tokens()
                    .get(0);
            assertThat(token).as("uniform number " + uniform).isEqualTo(picked(chances, uniform));
        }
    }

    @Test
    void logprobsAreThoseOfTheRawLogits() {
        TokenIds prompt = Plans.prompt(40, 11);
        double[] logits = logits(0, prompt);
        double logSum = Math.log(Arrays.stream(logits).map(Math::exp).sum());
        Draw harsh = sampled(new Sampling(true, 0.3, 5, 0.5, 1.5), 0.4);
        StepOutcome outcome = model.run(Plans.prefill(Plans.whole(model, 0, prompt, harsh)));
        assertThat((double) outcome.logprobs().get(0))
                .isCloseTo(logits[outcome.tokens().get(0)] - logSum, within(ROUNDING));
    }

    @Test
    void idsBeyondTheTokenizerSurvive() {
        int last = model.vocabularySize() - 1;
        double[] logits = logits(0, TokenIds.of(last, last, 0));
        assertThat(logits).hasSize(model.vocabularySize()).doesNotContain(Double.NaN);
    }

    private static Draw sampled(Sampling sampling, double uniform) {
        return new Draw(sampling, TokenIds.of(), TokenIds.of(), uniform);
    }

    private static int picked(double[] chances, double uniform) {
        double total = Arrays.stream(chances).sum();
        double sum = 0;
        for (int id = 0; id < chances.length; id++) {
            sum += chances[id];
            if (sum > uniform * total) {
                return id;
            }
        }
        throw new AssertionError("no token for " + uniform);
    }

    private static double[] logits(int slot, TokenIds prompt) {
        return insight.logits(Plans.prefill(Plans.whole(model, slot, prompt, Plans.GREEDY)));
    }

    private static double[] row(double[] logits, int row) {
        return Arrays.copyOfRange(logits, row * model.vocabularySize(), (row + 1) * model.vocabularySize());
    }
}
