package org.honyaku.job.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileContext;
import org.honyaku.job.ObjectStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WriterLeaseTest {

    private final Path folder;
    private final Path writers;
    private final FileContext files;

    WriterLeaseTest(@TempDir Path parent) throws IOException {
        this.folder = parent.resolve("guarded");
        this.writers = folder.resolve("writers");
        this.files = FileContext.getLocalFSFileContext();
    }

    @Test
    void oneAtATime() throws IOException {
        try (WriterLease lease = acquire()) {
            lease.requireHeld();
            assertThatThrownBy(this::acquire)
                    .isInstanceOf(BusyException.class)
                    .hasMessageContainingAll(
                            "another run", "process " + ProcessHandle.current().pid(), "the folder");
            lease.requireHeld();
        }
        acquire().close();
        assertThat(writers).doesNotExist();
    }

    @Test
    void ofTwoThatStartAtOnceExactlyOneWorks() throws Exception {
        ExecutorService two = Executors.newFixedThreadPool(2);
        var start = new CyclicBarrier(2);
        var end = new CyclicBarrier(2);
        for (int pair = 0; pair < 50; pair++) {
            Callable<Boolean> attempt = () -> {
                start.await();
                try (WriterLease lease = acquire()) {
                    lease.requireHeld();
                    end.await(1, TimeUnit.MINUTES);
                    return true;
                } catch (BusyException e) {
                    end.await(1, TimeUnit.MINUTES);
                    return false;
                }
            };
            List<Boolean> worked = new ArrayList<>();
            for (Future<Boolean> result : two.invokeAll(List.of(attempt, attempt))) {
                worked.add(result.get());
            }
            assertThat(worked).as("pair " + pair).containsExactlyInAnyOrder(true, false);
        }
        two.shutdown();
        assertThat(writers).doesNotExist();
    }

    /** What others remove at this moment is not there. */
    @Test
    void aFolderIsListedWhileOthersMakeAndRemoveThings() throws Exception {
        Files.createDirectories(writers);
        ExecutorService other = Executors.newSingleThreadExecutor();
        var listed = new AtomicBoolean();
        Future<?> busy = other.submit(() -> {
            while (!listed.get()) {
                Files.deleteIfExists(Files.createDirectories(writers.resolve("claim")));
            }
            return null;
        });
        for (int i = 0; i < 20_000; i++) {
            assertThat(SharedFolder.list(files, new org.apache.hadoop.fs.Path(writers.toString())))
                    .hasSizeLessThan(2);
        }
        listed.set(true);
        busy.get();
        other.shutdown();
    }

    @Test
    void theDeadOfThisMachineAreFollowedAtOnce() throws IOException {
        // This process's number, taken by a process that started long ago.
        RunOwner self = RunOwner.thisProcess();
        claim("dead", new RunOwner(self.machine(), self.process(), self.startedMillis() - 60_000), Duration.ZERO);

        try (WriterLease lease = acquire()) {
            lease.requireHeld();
            assertThat(writers.resolve("dead")).doesNotExist();
        }
    }

    @Test
    void whoeverWasSeenOnAnotherMachineAShortWhileAgoIsNotFollowed() throws IOException {
        claim("elsewhere", new RunOwner("another/boot/namespace", 1, 0), WriterLease.STALE.minusSeconds(10));

        assertThatThrownBy(this::acquire)
                .isInstanceOf(BusyException.class)
                .hasMessageContaining("process 1 on another");
        assertThat(writers.resolve("elsewhere/holds")).exists();
    }

    @Test
    void whoeverWasNotSeenOnAnotherMachineForLongIsFollowed() throws IOException {
        claim("elsewhere", new RunOwner("another/boot/namespace", 1, 0), WriterLease.STALE.plusSeconds(10));

        try (WriterLease lease = acquire()) {
            lease.requireHeld();
            assertThat(writers.resolve("elsewhere")).doesNotExist();
        }
    }

    /** There a folder has no date but now, and so has the claim of one that was killed before it signed. */
    @Test
    void theDeadAreFollowedOnAnObjectStoreAsWell() throws IOException {
        claim("elsewhere", new RunOwner("another/boot/namespace", 1, 0), WriterLease.STALE.plusSeconds(10));
        Files.createDirectory(writers.resolve("0-unsigned"));
        var hadoop = new Configuration();
        ObjectStore.mount(hadoop);
        var guarded = new org.apache.hadoop.fs.Path("s3a:" + folder);

        try (WriterLease lease =
                WriterLease.acquire(FileContext.getFileContext(guarded.toUri(), hadoop), guarded, "the folder")) {
            lease.requireHeld();
            assertThat(writers.resolve("elsewhere")).doesNotExist();
            assertThat(writers.resolve("0-unsigned")).doesNotExist();
        }
    }

    @Test
    void aHolderThatSomebodyFollowedHearsOfIt() throws IOException {
        try (WriterLease lease = acquire()) {
            try (Stream<Path> claims = Files.list(writers)) {
                FileUtils.deleteDirectory(claims.toList().get(0).toFile());
            }
            assertThatThrownBy(lease::requireHeld).isInstanceOf(BusyException.class);
        }
    }

    private WriterLease acquire() throws IOException {
        return WriterLease.acquire(files, new org.apache.hadoop.fs.Path(folder.toUri()), "the folder");
    }

    /** A claim that holds the lease and was last seen {@code ago}. */
    private void claim(String id, RunOwner owner, Duration ago) throws IOException {
        Path claim = Files.createDirectories(writers.resolve(id));
        FileTime then = FileTime.fromMillis(System.currentTimeMillis() - ago.toMillis());
        for (String name : List.of("owner", "holds", "alive")) {
            Path file = Files.writeString(claim.resolve(name), name.equals("owner") ? owner.line() : "");
            Files.setLastModifiedTime(file, then);
        }
        Files.setLastModifiedTime(claim, then);
    }
}
