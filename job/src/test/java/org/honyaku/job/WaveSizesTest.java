package org.honyaku.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class WaveSizesTest {

    private static final long FIRST = 16_384;

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);

    @Test
    void theFirstWavesAreSmallAndLaterOnesTakeTenMinutes() {
        WaveSizes sizes = sizes(OptionalLong.empty());
        assertThat(sizes.next()).isEqualTo(FIRST);

        long tokensPerSecond = 400;
        long size = 0;
        for (int wave = 0; wave < 10; wave++) {
            WaveSizes.Begun begun = sizes.begin();
            size = sizes.next();
            pass(Duration.ofSeconds(size / tokensPerSecond));
            sizes.finish(begun, size);
        }
        assertThat(size).isBetween(390L * 600, 410L * 600);
    }

    @Test
    void aWaveIsAtMostEightTimesTheLargestBeforeIt() {
        WaveSizes sizes = sizes(OptionalLong.empty());
        WaveSizes.Begun begun = sizes.begin();
        sizes.finish(begun, FIRST);

        assertThat(sizes.next()).isEqualTo(8 * FIRST);
    }

    /** The older wave ends in the lifetime of the younger one, so both count for it. */
    @Test
    void twoWavesAtATimeAreNotTakenForASlowModel() {
        WaveSizes sizes = sizes(OptionalLong.empty());
        WaveSizes.Begun older = sizes.begin();
        WaveSizes.Begun younger = sizes.begin();
        pass(Duration.ofSeconds(200));
        sizes.finish(older, 20_000);
        sizes.finish(younger, 20_000);

        assertThat(sizes.next()).isEqualTo(200 * 600);
    }

    @Test
    void aSizeThatIsAskedForIsKept() {
        WaveSizes sizes = sizes(OptionalLong.of(5));
        sizes.finish(sizes.begin(), 5);
        assertThat(sizes.next()).isEqualTo(5);
    }

    private WaveSizes sizes(OptionalLong fixed) {
        return new WaveSizes(fixed, now::get);
    }

    private void pass(Duration duration) {
        now.updateAndGet(then -> then.plus(duration));
    }
}
