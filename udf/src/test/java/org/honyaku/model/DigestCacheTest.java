package org.honyaku.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DigestCacheTest {

    private static final FileTime LONG_AGO = FileTime.from(Instant.parse("2026-01-01T00:00:00Z"));

    private final Path folder;
    private final Path weights;
    private final AtomicInteger computed = new AtomicInteger();

    DigestCacheTest(@TempDir Path folder) {
        this.folder = folder;
        this.weights = folder.resolve("weights");
    }

    @BeforeEach
    void makeWeights() throws IOException {
        change(0, 1);
    }

    @Test
    void aFileIsReadOnce() throws IOException {
        byte[] digest = get();

        assertThat(get()).isEqualTo(digest).isEqualTo(FileDigest.compute(weights));
        assertThat(computed).hasValue(1);
    }

    /** In the middle of many gigabytes, a single bit. */
    @Test
    void aChangedByteIsAnotherDigest() throws IOException {
        byte[] digest = get();
        change(DigestCache.SMALLEST / 2 + 1, 1);
        Files.setLastModifiedTime(weights, FileTime.from(LONG_AGO.toInstant().plusSeconds(1)));

        assertThat(get()).isNotEqualTo(digest);
    }

    @Test
    void anotherFileOfTheSameNameSizeAndTimeIsReadAnew() throws IOException {
        byte[] digest = get();
        Files.move(weights, folder.resolve("old"));
        change(DigestCache.SMALLEST / 2 + 1, 1);

        assertThat(get()).isNotEqualTo(digest);
    }

    @Test
    void whatWasWrittenJustNowIsNotKept() throws IOException {
        Files.setLastModifiedTime(weights, FileTime.from(Instant.now()));
        get();
        get();

        assertThat(computed).hasValue(2);
    }

    @Test
    void withoutAFolderNothingIsKept() throws IOException {
        Files.createFile(folder.resolve("cache"));
        byte[] digest = get();

        assertThat(get()).isEqualTo(digest);
        assertThat(computed).hasValue(2);
    }

    private byte[] get() throws IOException {
        return new DigestCache(folder.resolve("cache")).get(weights, file -> {
            computed.incrementAndGet();
            return FileDigest.compute(file);
        });
    }

    /** Mostly a hole. */
    private void change(long position, int value) throws IOException {
        try (var file = new RandomAccessFile(weights.toFile(), "rw")) {
            file.setLength(DigestCache.SMALLEST + 3);
            file.seek(position);
            file.write(value);
        }
        Files.setLastModifiedTime(weights, LONG_AGO);
    }
}
