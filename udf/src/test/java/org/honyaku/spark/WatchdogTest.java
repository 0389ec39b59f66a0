package org.honyaku.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.honyaku.engine.RunningStep;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WatchdogTest {

    private final CountDownLatch looks = new CountDownLatch(3);
    private final CountDownLatch barked = new CountDownLatch(1);
    private final AtomicReference<List<RunningStep>> steps = new AtomicReference<>(List.of());
    private @Nullable Watchdog watchdog;

    @AfterEach
    void close() {
        Objects.requireNonNull(watchdog).close();
    }

    @Test
    void aStepThatIsOverItsTimeIsNoticed() throws InterruptedException {
        steps.set(List.of(new RunningStep(1, 64)));
        watch(0.01);

        assertThat(barked.await(1, TimeUnit.MINUTES)).isTrue();
    }

    @Test
    void aStepOfManyTokensHasMoreTime() throws InterruptedException {
        steps.set(List.of(new RunningStep(1, 64_000_000)));
        watch(0.01);

        assertThat(looks.await(1, TimeUnit.MINUTES)).isTrue();
        assertThat(barked.getCount()).as("not yet noticed").isEqualTo(1);
    }

    @Test
    void aStepThatHangsBesideOthersThatEndIsNoticed() throws InterruptedException {
        var hanging = new RunningStep(1, 64);
        watchdog =
                Watchdog.start(() -> List.of(new RunningStep(System.nanoTime(), 64), hanging), 0.01, barked::countDown);

        assertThat(barked.await(1, TimeUnit.MINUTES)).isTrue();
    }

    @Test
    void aStepDuringWhichEverythingWasStoppedForAnHourIsNotHanging() throws InterruptedException {
        steps.set(
                List.of(new RunningStep(System.nanoTime() - Duration.ofHours(1).toNanos(), 1)));
        watch(5);

        assertThat(looks.await(1, TimeUnit.MINUTES)).isTrue();
        assertThat(barked.getCount()).as("not yet noticed").isEqualTo(1);
    }

    @Test
    void anEngineWithNothingToDoDoesNotHang() throws InterruptedException {
        watch(0.001);

        assertThat(looks.await(1, TimeUnit.MINUTES)).isTrue();
        assertThat(barked.getCount()).as("not yet noticed").isEqualTo(1);
    }

    private void watch(double stepSeconds) {
        watchdog = Watchdog.start(
                () -> {
                    looks.countDown();
                    return steps.get();
                },
                stepSeconds,
                barked::countDown);
    }
}
