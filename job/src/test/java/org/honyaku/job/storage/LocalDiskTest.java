package org.honyaku.job.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalDiskTest {

    private final Path one;
    private final Path other;

    LocalDiskTest(@TempDir Path parent) throws IOException {
        this.one = Files.createDirectories(parent.resolve("出力 one"));
        this.other = Files.createDirectories(parent.resolve("other"));
        Files.writeString(one.resolve("file"), "one");
        Files.writeString(other.resolve("file"), "other");
    }

    @Test
    void twoFoldersChangeNames() throws IOException {
        assertThat(LocalDisk.exchange(one, other)).isTrue();
        assertThat(one.resolve("file")).hasContent("other");
        assertThat(other.resolve("file")).hasContent("one");
    }

    @Test
    void neitherNameIsEverMissing() throws Exception {
        var missing = new AtomicBoolean();
        var done = new AtomicBoolean();
        var watcher = new Thread(() -> {
            while (!done.get()) {
                if (!Files.exists(one) || !Files.exists(other)) {
                    missing.set(true);
                }
            }
        });
        watcher.start();
        for (int i = 0; i < 2_000; i++) {
            assertThat(LocalDisk.exchange(one, other)).isTrue();
        }
        done.set(true);
        watcher.join();
        assertThat(missing).isFalse();
    }

    @Test
    void whatFailsNamesBothFolders() {
        Path nowhere = one.resolveSibling("nowhere");
        assertThatThrownBy(() -> LocalDisk.exchange(one, nowhere))
                .isInstanceOf(FileSystemException.class)
                .hasMessageContainingAll(one.toString(), nowhere.toString(), "No such file");
    }

    @Test
    void aFileSystemThatCannotDoItSaysSoAndChangesNothing() throws IOException {
        // The folders of processes can be renamed by nobody.
        assertThat(LocalDisk.exchange(Path.of("/proc/self/fd"), Path.of("/proc/self/task")))
                .isFalse();
        assertThat(Path.of("/proc/self/task")).isDirectory();
    }
}
