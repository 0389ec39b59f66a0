package org.honyaku.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.honyaku.engine.StepOutcome;
import org.honyaku.engine.StepPlan.Chunk;
import org.honyaku.engine.TokenIds;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * bfloat16 rounds so coarsely that free generations part after a few tokens. So the reference's output is fed token by token, and the
 * best token must be the reference's wherever it led by more than 1.0.
 */
class GoldenBf16Test {

    private static final double CLEAR_LEAD = 1.0;
    private static final int SEQUENCES = 64;

    @ParameterizedTest
    @FieldSource("org.honyaku.model.Golden#FOLDERS")
    void clearLeadersAreTheReferences(String folder) {
        assertThat(clearLeaders(folder)).isGreaterThan(1000);
    }

    /** How many tokens were compared. */
    static int clearLeaders(String folder) {
        List<GoldenRow> rows = GoldenRow.read(folder, "greedy.jsonl");
        int compared = 0;
        try (TorchLanguageModel model = Golden.load(folder, Precision.BF16, SEQUENCES, 512)) {
            for (int first = 0; first < rows.size(); first += SEQUENCES) {
                compared += force(model, rows.subList(first, Math.min(first + SEQUENCES, rows.size())));
            }
        }
        return compared;
    }

    /** Runs all rows side by side, in adjacent slots; returns how many tokens were compared. */
    private static int force(TorchLanguageModel model, List<GoldenRow> rows) {
        int compared = 0;
        StepOutcome outcome = prefill(model, rows);
        List<Integer> running = new ArrayList<>();
        for (int row = 0; row < rows.size(); row++) {
            running.add(row);
        }
        for (int step = 0; !running.isEmpty(); step++) {
            for (int i = 0; i < running.size(); i++) {
                GoldenRow row = rows.get(running.get(i));
                if (row.gap(step) > CLEAR_LEAD) {
                    compared++;
                    assertThat(outcome.tokens().get(i))
                            .as(row.id() + " token " + step)
                            .isEqualTo(row.outputIds().get(step));
                }
            }
            int next = step + 1;
            running.removeIf(row -> rows.get(row).outputIds().size() <= next);
            outcome = running.isEmpty() ? outcome : decode(model, rows, running, step);
        }
        return compared;
    }

    private static StepOutcome prefill(TorchLanguageModel model, List<GoldenRow> rows) {
        List<Chunk> chunks = new ArrayList<>();
        for (int row = 0; row < rows.size(); row++) {
            chunks.add(Plans.whole(model, row, rows.get(row).promptIds(), Plans.GREEDY));
        }
        return model.run(Plans.prefill(chunks.toArray(Chunk[]::new)));
    }

    private static StepOutcome decode(TorchLanguageModel model, List<GoldenRow> rows, List<Integer> running, int step) {
        List<Chunk> chunks = new ArrayList<>();
        for (int row : running) {
            TokenIds prompt = rows.get(row).promptIds();
            chunks.add(new Chunk(
                    row * model.kvLayout().slotTokens(),
                    prompt.size() + step,
                    rows.get(row).outputIds().slice(step, step + 1),
                    model.ropeBand(prompt.size()),
                    Plans.GREEDY));
        }
        return model.run(Plans.decode(model, chunks));
    }
}
