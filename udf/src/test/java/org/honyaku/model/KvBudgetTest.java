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
        assertThat(new KvBudget(100 * GIBIBYTE, 98_304, 32_768).layout(DEFAULT, DEFAULT))
                .isEqualTo(new KvLayout(130, 512));
    }

    @Test
    void littleMemoryGivesFewerSlots() {
        // Qwen-7B in bfloat16: half a MiB a token, a quarter of a GiB a slot.
        assertThat(new KvBudget(2 * GIBIBYTE, 1 << 19, 32_768).layout(DEFAULT, DEFAULT))
                .isEqualTo(new KvLayout(8, 512));
    }

    @Test
    void aSlotIsNeverLongerThanTheContext() {
        assertThat(new KvBudget(GIBIBYTE, 1024, 300).layout(DEFAULT, DEFAULT)).isEqualTo(new KvLayout(130, 300));
    }

    @Test
    void whatTheUserWantsIsTaken() {
        assertThat(new KvBudget(GIBIBYTE, 1024, 2048).layout(OptionalInt.of(100), OptionalInt.of(64)))
                .isEqualTo(new KvLayout(100, 64));
    }

    @Test
    void whatDoesNotFitIsRefusedWithItsSizes() {
        assertThatThrownBy(() -> new KvBudget(GIBIBYTE, 1 << 19, 32_768).layout(OptionalInt.of(5), OptionalInt.of(512)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "5 slots of 512 tokens need 1280 MiB of KV cache but only 1024 MiB are free for it; lower the slots"
                                + " or the tokens of a slot");
        assertThatThrownBy(() -> new KvBudget(-5, 1 << 19, 32_768).layout(DEFAULT, DEFAULT))
                .hasMessageContaining("only 0 MiB are free");
    }
}
