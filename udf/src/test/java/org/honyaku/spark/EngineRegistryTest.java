package org.honyaku.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.conf.Configuration;
import org.honyaku.engine.StepWitness;
import org.honyaku.spark.EngineRegistry.EngineKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineRegistryTest {

    private static final ModelSettings MODEL = StandIn.settings(10).model();

    private Instant now = Instant.EPOCH;
    private final EngineRegistry registry =
            new EngineRegistry(Duration.ofSeconds(60), Duration.ofSeconds(60), () -> now);
    private final CountingFactory factory = new CountingFactory();

    private final CrashJournals journals;

    EngineRegistryTest(@TempDir Path folder) {
        this.journals = new CrashJournals(new Configuration(), folder.toString(), List.of());
    }

    @AfterEach
    void closeEngines() {
        registry.closeAll();
    }

    @Test
    void tasksOfOneJvmShareOneLoad() throws Exception {
        var release = new CountDownLatch(1);
        factory.before = release::await;
        ExecutorService tasks = Executors.newFixedThreadPool(8);
        List<Future<EngineLease>> leases = new ArrayList<>();
        for (int task = 0; task < 8; task++) {
            leases.add(tasks.submit(() -> acquire("cpu")));
        }
        release.countDown();

        int first = 0;
        var engines = new ArrayList<LoadedEngine>();
        for (Future<EngineLease> lease : leases) {
            first += lease.get().isFirst() ? 1 : 0;
            engines.add(lease.get().engine());
        }
        tasks.shutdown();

        assertThat(factory.loads).hasValue(1);
        assertThat(first).isEqualTo(1);
        assertThat(engines).containsOnly(engines.get(0));
    }

    /** The load goes on for whoever comes next. */
    @Test
    void aTaskThatIsToldToStopDoesNotWaitForTheLoad() throws Exception {
        var release = new CountDownLatch(1);
        factory.before = release::await;
        var asked = new AtomicInteger();

        assertThat(registry.acquire(new EngineKey(factory, MODEL, "cpu", journals), () -> asked.incrementAndGet() == 2))
                .isEmpty();

        release.countDown();
        assertThat(acquire("cpu").isFirst()).isFalse();
        assertThat(factory.loads).hasValue(1);
    }

    @Test
    void eachDeviceHasItsOwnEngine() throws Exception {
        assertThat(acquire("cuda:0").engine()).isNotEqualTo(acquire("cuda:1").engine());
        assertThat(factory.loads).hasValue(2);
    }

    @Test
    void anEngineOutlivesItsTaskUntilItHasBeenIdleForAWhile() throws Exception {
        acquire("cpu").close();
        now = now.plusSeconds(59);
        registry.closeIdle();
        acquire("cpu").close();
        assertThat(factory.loads).hasValue(1);

        now = now.plusSeconds(60);
        registry.closeIdle();
        assertThat(factory.open).hasValue(0);
        acquire("cpu");
        assertThat(factory.loads).hasValue(2);
    }

    @Test
    void anEngineInUseIsNotClosedHoweverLongItTakes() throws Exception {
        EngineLease lease = acquire("cpu");
        now = now.plus(Duration.ofDays(1));
        registry.closeIdle();
        registry.closeUnused();
        assertThat(factory.open).hasValue(1);

        lease.close();
        lease.close();
        registry.closeUnused();
        assertThat(factory.open).hasValue(0);
    }

    @Test
    void aFailedLoadIsTheAnswerForAMinuteAndThenTriedAgain() throws Exception {
        factory.before = () -> {
            throw new IllegalArgumentException("config.json is missing");
        };
        for (int attempt = 0; attempt < 4; attempt++) {
            assertThatThrownBy(() -> acquire("cpu"))
                    .isInstanceOf(EngineFailedException.class)
                    .hasMessageContaining("config.json is missing");
        }
        assertThat(factory.loads).hasValue(1);

        factory.before = () -> {};
        now = now.plusSeconds(60);
        acquire("cpu");
        assertThat(factory.loads).hasValue(2);
    }

    @Test
    void anErrorOfANativeLibraryReachesTheTaskToo() {
        factory.before = () -> {
            throw new UnsatisfiedLinkError("libtorch.so");
        };
        assertThatThrownBy(() -> acquire("cpu")).hasMessageContaining("libtorch.so");
    }

    @Test
    void aDiscardedEngineIsClosedAndReplaced() throws Exception {
        EngineLease broken = acquire("cpu");
        broken.discard();
        assertThat(factory.open).hasValue(0);

        EngineLease fresh = acquire("cpu");
        broken.discard();
        broken.close();
        assertThat(factory.open).hasValue(1);
        assertThat(fresh.engine()).isNotEqualTo(broken.engine());
    }

    @Test
    void closingAllClosesEnginesInUseAsWell() throws Exception {
        acquire("cpu");
        acquire("cuda:0");
        registry.closeAll();
        assertThat(factory.open).hasValue(0);
    }

    private EngineLease acquire(String device) throws InterruptedException {
        return registry.acquire(new EngineKey(factory, MODEL, device, journals), () -> false)
                .orElseThrow();
    }

    /** Counts loads and closings, and does something else first. */
    private static final class CountingFactory implements EngineFactory {

        private final AtomicInteger loads = new AtomicInteger();
        private final AtomicInteger open = new AtomicInteger();
        private volatile Before before = () -> {};

        private interface Before {
            void run() throws InterruptedException;
        }

        @Override
        public LoadedEngine load(ModelSettings settings, String device, StepWitness witness) {
            loads.incrementAndGet();
            try {
                before.run();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            open.incrementAndGet();
            return StandIn.engine(device, open::decrementAndGet);
        }
    }
}
