package org.honyaku.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AdmissionQueueTest {

    private final AdmissionQueue queue = new AdmissionQueue(3, 8);

    @Test
    void aLaneGetsItsShareOfAllThatWaitOrRun() {
        add(10);
        assertThat(fetch(0, 0)).isEqualTo(4);
        assertThat(fetch(1, 0)).isEqualTo(4);
        assertThat(fetch(0, 4)).isZero();
        assertThat(fetch(2, 0)).isEqualTo(2);
        assertThat(queue.isEmpty()).isTrue();
    }

    @Test
    void whoHasLessThanTheOthersGetsTheNext() {
        add(9);
        fetch(0, 0);
        fetch(1, 0);
        fetch(2, 0);
        add(1);
        assertThat(fetch(0, 3)).isEqualTo(1);
        add(1);
        assertThat(fetch(1, 1)).isEqualTo(1);
    }

    @Test
    void aLaneThatWaitsHasNone() throws InterruptedException {
        add(9);
        fetch(0, 0);
        fetch(1, 0);
        fetch(2, 0);
        add(3);
        for (int lane = 0; lane < 3; lane++) {
            queue.await(lane);
        }
        assertThat(fetch(0, 0)).isEqualTo(1);
    }

    @Test
    void whoIsNotTakenIsOfferedAgain() {
        add(2);
        List<Sequence> offered = new ArrayList<>();
        for (int lane = 0; lane < 2; lane++) {
            queue.offer(lane, 0, sequence -> {
                offered.add(sequence);
                return false;
            });
        }
        assertThat(offered).hasSize(2);
        assertThat(offered.get(0)).isSameAs(offered.get(1));
        assertThat(fetch(2, 0)).isEqualTo(1);
    }

    @Test
    void whoComesAfterTheEndHearsTheReason() throws InterruptedException {
        add(1);
        queue.end(new EngineException("first", null));
        queue.end(new EngineException("second", null));
        queue.await(0);
        Sequence late = sequence();
        queue.add(late);
        assertThatThrownBy(late.result()::join).hasMessageContaining("first");
        assertThat(queue.reason()).hasMessage("first");
    }

    private void add(int count) {
        for (int i = 0; i < count; i++) {
            queue.add(sequence());
        }
    }

    private static Sequence sequence() {
        return new Sequence(Requests.prompt(1));
    }

    /** How many requests a lane fetches that runs so many. */
    private int fetch(int lane, int size) {
        List<Sequence> fetched = new ArrayList<>();
        queue.offer(lane, size, fetched::add);
        return fetched.size();
    }
}
