package org.honyaku.job.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemoryFolderTest {

    private final Path root;

    MemoryFolderTest(@TempDir Path folder) {
        this.root = folder.resolve("memory");
    }

    @Test
    void aWaveIsNotThereUntilItIsPublished() throws IOException {
        try (MemoryFolder memory = open("one")) {
            write(memory, "wave-1", "rows");
            assertThat(memory.list().waves()).isEmpty();

            memory.publishWave("wave-1", 1);

            assertThat(names(memory.list())).containsExactly("one-wave-1");
            assertThat(memory.atOpening().waves()).isEmpty();
        }
        assertThat(root.resolve("work")).doesNotExist();
        assertThat(root.resolve("users")).doesNotExist();
        assertThat(root.resolve("waves/one-wave-1/part.parquet")).hasContent("rows");
    }

    @Test
    void aMemoryThatNothingWasAddedToLeavesNoTrace() throws IOException {
        open("one").close();
        assertThat(root).doesNotExist();
    }

    @Test
    void aGenerationTakesThePlaceOfWhatWentIntoIt() throws IOException {
        publishWaves("one", 3);
        try (MemoryFolder memory = open("two")) {
            MemoryContents contents = memory.list();
            write(memory, "late", "rows");
            memory.publishWave("late", 1);
            compact(memory, contents);

            assertThat(names(memory.list())).containsExactly("generation-000001", "two-late");
        }
        assertThat(root.resolve("waves")).isDirectoryNotContaining("glob:**one-*");
    }

    @Test
    void nothingIsDeletedThatSomebodyElseMayRead() throws IOException {
        publishWaves("one", 2);
        try (MemoryFolder reader = open("reader")) {
            try (MemoryFolder memory = open("two")) {
                compact(memory, memory.list());
                compact(memory, memory.list());
            }
            assertThat(reader.atOpening().waves()).hasSize(2).allSatisfy(wave -> assertThat(local(wave))
                    .isDirectoryContaining("glob:**part.parquet"));
            assertThat(names(reader.list())).containsExactly("generation-000002");
        }
        open("three").close();
        assertThat(root.resolve("waves")).isEmptyDirectory();
        assertThat(root.resolve("generations")).isDirectoryNotContaining("glob:**generation-000001");
    }

    @Test
    void ofTwoGenerationsAtTheSameTimeOneIsRefused() throws IOException {
        publishWaves("one", 2);
        try (MemoryFolder first = open("first");
                MemoryFolder second = open("second")) {
            MemoryContents contents = second.list();
            compact(first, first.list());
            assertThatThrownBy(() -> compact(second, contents)).isInstanceOf(IOException.class);
            assertThat(names(second.list())).containsExactly("generation-000001");
        }
    }

    @Test
    void whatADeadRunHadNotPublishedIsRemovedAndWhatALivingOneHasIsKept() throws IOException {
        MemoryFolder dead = open("dead");
        write(dead, "wave-1", "published");
        dead.publishWave("wave-1", 1);
        write(dead, "wave-2", "half");
        MemoryFolder living = open("living");
        write(living, "wave-1", "half");

        try (MemoryFolder next = MemoryFolder.open(
                new Configuration(), root.toString(), new MemoryUser("next", "next", MemoryFolderTest::isRunning))) {
            assertThat(names(next.atOpening())).containsExactly("dead-wave-1");
        }

        assertThat(root.resolve("work/dead")).doesNotExist();
        assertThat(root.resolve("users/dead")).doesNotExist();
        assertThat(root.resolve("work/living/wave-1")).exists();
        living.close();
    }

    @Test
    void aRunThatHasSaidNothingForAnHourIsDead() throws IOException {
        open("silent");
        Files.setLastModifiedTime(
                root.resolve("users/silent"), FileTime.from(Instant.now().minus(Duration.ofMinutes(61))));

        open("next").close();

        assertThat(root.resolve("users/silent")).doesNotExist();
    }

    /** A machine that was asleep. */
    @Test
    void aRunThatHasSaidNothingForAnHourAndLivesIsNot() throws IOException {
        MemoryFolder silent = open("silent");
        write(silent, "wave-1", "late");
        Files.setLastModifiedTime(
                root.resolve("users/silent"), FileTime.from(Instant.now().minus(Duration.ofMinutes(61))));

        MemoryFolder.open(
                        new Configuration(), root.toString(), new MemoryUser("next", "next", line -> Optional.of(true)))
                .close();

        silent.publishWave("wave-1", 1);
        silent.close();
    }

    @Test
    void aRunThatWasTakenForDeadAddsNothing() throws IOException {
        MemoryFolder silent = open("silent");
        write(silent, "wave-1", "late");
        Files.delete(root.resolve("users/silent"));

        assertThatThrownBy(() -> silent.publishWave("wave-1", 1))
                .isInstanceOf(TakenForDeadException.class)
                .hasMessageContaining("took this one for dead");
        assertThat(root.resolve("waves")).doesNotExist();
    }

    @Test
    void aRunThatWasKilledWhileItSignedIsForgotten() throws IOException {
        Files.createDirectories(root.resolve("users"));
        Files.writeString(root.resolve("users/dead.unfinished"), "de");

        open("next").close();

        assertThat(root).doesNotExist();
    }

    /** A checksum is renamed after its file. */
    @Test
    void aRunThatWasKilledBetweenItsSignatureAndTheChecksumIsForgotten() throws IOException {
        open("dead");
        Files.move(root.resolve("users/.dead.crc"), root.resolve("users/.dead.unfinished.crc"));

        MemoryFolder.open(
                        new Configuration(),
                        root.toString(),
                        new MemoryUser("next", "next", MemoryFolderTest::isRunning))
                .close();

        assertThat(root).doesNotExist();
    }

    private static Optional<Boolean> isRunning(String signature) {
        return signature.equals("dead") ? Optional.of(false) : Optional.empty();
    }

    private void publishWaves(String run, int count) throws IOException {
        try (MemoryFolder memory = open(run)) {
            for (int wave = 1; wave <= count; wave++) {
                write(memory, "wave-" + wave, "rows");
                memory.publishWave("wave-" + wave, 1);
            }
        }
    }

    private static void compact(MemoryFolder memory, MemoryContents contents) throws IOException {
        write(memory, "generation", "all rows");
        memory.publishGeneration("generation", contents);
    }

    private MemoryFolder open(String run) throws IOException {
        return MemoryFolder.open(
                new Configuration(), root.toString(), new MemoryUser(run, run, line -> Optional.empty()));
    }

    private static void write(MemoryFolder memory, String name, String content) throws IOException {
        Path folder = Files.createDirectories(local(memory.work(name)));
        Files.writeString(folder.resolve("part.parquet"), content);
    }

    private static Path local(org.apache.hadoop.fs.Path path) {
        return Path.of(URI.create(path.toString()).getPath());
    }

    private static List<String> names(MemoryContents contents) {
        return Arrays.stream(contents.folders())
                .map(folder -> Path.of(folder).getFileName().toString())
                .toList();
    }
}
