package org.honyaku.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SlotPoolTest {

    @Test
    void theLowestFreeSlotsAreGivenOut() {
        SlotPool pool = new SlotPool(10, 4);
        assertThat(pool.acquire(1)).isEqualTo(10);
        assertThat(pool.acquire(2)).isEqualTo(11);
        pool.release(10, 1);
        assertThat(pool.acquire(1)).isEqualTo(10);
        assertThat(pool.acquire(1)).isEqualTo(13);
        assertThat(pool.acquire(1)).isEqualTo(-1);
    }

    @Test
    void adjacentSlotsAreFoundBehindAHole() {
        SlotPool pool = new SlotPool(0, 6);
        pool.acquire(1);
        pool.acquire(1);
        pool.acquire(1);
        pool.release(0, 1);
        pool.release(1, 1);
        assertThat(pool.acquire(3)).isEqualTo(3);
        assertThat(pool.acquire(3)).isEqualTo(-1);
        assertThat(pool.acquire(2)).isEqualTo(0);
    }

    @Test
    void aPartOfThePoolCanBeAskedForAlone() {
        SlotPool pool = new SlotPool(10, 6);
        assertThat(pool.acquire(2, 3, 6)).isEqualTo(13);
        assertThat(pool.acquire(2, 3, 6)).isEqualTo(-1);
        assertThat(pool.acquire(3, 0, 3)).isEqualTo(10);
        assertThat(pool.acquire(1)).isEqualTo(15);
    }

    @Test
    void releasingAFreeSlotIsAMistake() {
        SlotPool pool = new SlotPool(0, 2);
        assertThatThrownBy(() -> pool.release(0, 1)).isInstanceOf(IllegalStateException.class);
    }
}
