package org.honyaku.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.OptionalInt;
import org.honyaku.engine.KvLayout;
import org.junit.jupiter.api.Test;

class KvBudgetTest {

    private static final OptionalInt DEFAULT = OptionalInt.empty();
    private static final long GIBIBYTE = 1L << 30;

    @Test
    void plentyOfMemoryGivesTheLargestCacheThatHelps() {
        assertThat(new KvBudget(100 * GIBIBYTE, 98_304, 32_768, 1).layout(DEFAULT, DEFAULT))
                .isEqualTo(new KvLayout(130, 512));
    }

    @Test
    void littleMemoryGivesFewerSlots() {
        // Qwen-7B in bfloat16: half a MiB a token, a quarter of a GiB a slot.
        assertThat(new KvBudget(2 * GIBIBYTE, 1 << 19, 32_768, 1).layout(DEFAULT, DEFAULT))
                .isEqualTo(new KvLayout(8, 512));
    }

    @Test
    void aSlotIsNeverLongerThanTheContext() {
        assertThat(new KvBudget(GIBIBYTE, 1024, 300, 1).layout(DEFAULT, DEFAULT))
                .isEqualTo(new KvLayout(130, 300));
    }

    @Test
    void whatTheUserWantsIsTaken() {
        assertThat(new KvBudget(GIBIBYTE, 1024, 2048, 1).layout(OptionalInt.of(100), OptionalInt.of(64)))
                .isEqualTo(new KvLayout(102, 64));
    }

    @Test
    void eachLaneHasSequencesEnoughAndAsManyCoresAsTheOthers() {
        assertThat(lanes(2, DEFAULT)).isEqualTo(new KvLayout(128 + 2 * 2, 512).withLanes(2));
        assertThat(lanes(6, DEFAULT)).isEqualTo(new KvLayout(6 * 64 + 6 * 2, 512).withLanes(6));
        assertThat(lanes(64, DEFAULT)).isEqualTo(new KvLayout(8 * 64 + 8 * 2, 512).withLanes(8));
        assertThat(lanes(11, DEFAULT)).isEqualTo(new KvLayout(8 * 64 + 5 * 2, 512).withLanes(5));
        assertThat(lanes(17, DEFAULT)).isEqualTo(new KvLayout(8 * 64 + 8 * 2, 512).withLanes(8));
        assertThat(lanes(2, OptionalInt.of(127))).isEqualTo(new KvLayout(127 + 2, 512));
        assertThat(lanes(3, OptionalInt.of(128))).isEqualTo(new KvLayout(128 + 2, 512));
        assertThat(lanes(4, OptionalInt.of(3 * 64))).isEqualTo(new KvLayout(3 * 64 + 2 * 2, 512).withLanes(2));
    }

    @Test
    void lanesDoNotTakeMoreThanThereIs() {
        long slot = 1024L * 512;
        assertThat(new KvBudget(130 * slot, 1024, 32_768, 2).layout(DEFAULT, DEFAULT))
                .isEqualTo(new KvLayout(130, 512).withLanes(2));
        assertThat(new KvBudget(slot, 1024, 32_768, 2).layout(DEFAULT, DEFAULT)).isEqualTo(new KvLayout(1, 512));
    }

    private static KvLayout lanes(int cores, OptionalInt sequences) {
        return new KvBudget(100 * GIBIBYTE, 1024, 32_768, cores).layout(sequences, DEFAULT);
    }

    @Test
    void whatDoesNotFitIsRefusedWithItsSizes() {
        assertThatThrownBy(
                        () -> new KvBudget(GIBIBYTE, 1 << 19, 32_768, 1).layout(OptionalInt.of(3), OptionalInt.of(512)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "slots for 3 sequences and 2 more for what prompts share, of 512 tokens each, need 1280 MiB of KV cache but only"
                                + " 1024 MiB are free for it; lower the slots or the tokens of a slot");
        assertThatThrownBy(() -> new KvBudget(-5, 1 << 19, 32_768, 1).layout(DEFAULT, DEFAULT))
                .hasMessageContaining("only 0 MiB are free");
    }
}
