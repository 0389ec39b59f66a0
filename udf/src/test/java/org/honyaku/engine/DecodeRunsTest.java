package org.honyaku.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.honyaku.engine.StepPlan.Chunk;
import org.honyaku.engine.StepPlan.DecodeRun;
import org.junit.jupiter.api.Test;

class DecodeRunsTest {

    private static final int SLOT_TOKENS = 2048;

    private final DecodeRuns runs = new DecodeRuns(new KvLayout(64, SLOT_TOKENS));

    @Test
    void neighboursOfLikeLengthAttendTogether() {
        add(0, 100);
        add(1, 120);
        add(2, 90);
        assertThat(runs.close()).containsExactly(new DecodeRun(0, SLOT_TOKENS, 3, 120));
    }

    @Test
    void aHoleInTheSlotsEndsARun() {
        add(0, 100);
        add(1, 100);
        add(3, 100);
        assertThat(runs.close())
                .containsExactly(
                        new DecodeRun(0, SLOT_TOKENS, 2, 100), new DecodeRun(3 * SLOT_TOKENS, SLOT_TOKENS, 1, 100));
    }

    @Test
    void sequencesOfSeveralSlotsAttendTogetherAsWell() {
        add(0, 2100);
        add(2, 2050);
        add(4, 100);
        add(5, 100);
        assertThat(runs.close())
                .containsExactly(
                        new DecodeRun(0, 2 * SLOT_TOKENS, 2, 2100),
                        new DecodeRun(4 * SLOT_TOKENS, SLOT_TOKENS, 2, 100));
    }

    @Test
    void nobodyAttendsToTheSlotsOfTheNextSequence() {
        add(0, 2100);
        add(1, 100);
        assertThat(runs.close()).extracting(DecodeRun::chunks).containsExactly(1, 1);
    }

    /** Of the last slots of the cache. */
    @Test
    void paddingStaysInTheCache() {
        add(61, 2100);
        add(63, 2000);
        assertThat(runs.close()).extracting(DecodeRun::chunks).containsExactly(1, 1);
    }

    @Test
    void aLongSequenceDoesNotMakeItsNeighboursPay() {
        add(0, 100);
        add(1, 2000);
        add(2, 100);
        assertThat(runs.close()).extracting(DecodeRun::chunks).containsExactly(1, 1, 1);
    }

    @Test
    void paddingOfARunIsBounded() {
        for (int slot = 0; slot < 64; slot++) {
            add(slot, slot % 2 == 0 ? 100 : 200);
        }
        int padded = runs.close().stream()
                .mapToInt(run -> run.chunks() * run.kvTokens())
                .sum();
        int needed = 64 * 150;
        assertThat(padded - needed).isLessThanOrEqualTo(runs.close().size() * DecodeRuns.CALL_COST_ROWS);
        assertThat(runs.close()).hasSizeLessThan(16);
    }

    private void add(int slot, int kvTokens) {
        runs.add(new Chunk(slot * SLOT_TOKENS, kvTokens - 1, TokenIds.of(1), 0, null));
    }
}
