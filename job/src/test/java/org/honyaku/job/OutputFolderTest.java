package org.honyaku.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.io.FileUtils;
import org.apache.hadoop.conf.Configuration;
import org.honyaku.job.storage.BusyException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputFolderTest {

    private final Path folder;
    private final Path out;
    private final Path workRoot;

    OutputFolderTest(@TempDir Path folder) {
        this.folder = folder;
        this.out = folder.resolve("out");
        this.workRoot = folder.resolve(".out.honyaku");
    }

    @Test
    void theOutputDoesNotExistUntilItIsPublished() throws IOException {
        try (OutputFolder output = prepare(Runs.in(folder))) {
            writeOutput(staged(output), "new");
            assertThat(out).doesNotExist();
            output.publish();
            assertThat(content()).isEqualTo("new");
        }
        assertThat(workRoot).doesNotExist();
    }

    @Test
    void anExistingOutputIsRefusedAndKept() throws IOException {
        writeOutput(out, "old");

        assertThatThrownBy(() -> prepare(Runs.in(folder)))
                .isInstanceOfSatisfying(UserException.class, refused -> assertThat(refused.exitCode())
                        .isEqualTo(ExitCode.USAGE))
                .hasMessageContainingAll("exists already", "--overwrite");
        assertThat(content()).isEqualTo("old");
    }

    @Test
    void anExistingOutputStaysWhileTheNewOneIsMadeAndIsReplacedWhole() throws IOException {
        writeOutput(out, "old");
        try (OutputFolder output = prepare(Runs.in(folder).overwriting())) {
            writeOutput(staged(output), "new");
            assertThat(content()).isEqualTo("old");
            output.publish();
            assertThat(content()).isEqualTo("new");
        }
        assertThat(workRoot).doesNotExist();
    }

    @Test
    void aRunThatEndsWithoutPublishingLeavesTheOldOutput() throws IOException {
        writeOutput(out, "old");
        try (OutputFolder output = prepare(Runs.in(folder).overwriting())) {
            writeOutput(staged(output), "half");
        }
        assertThat(content()).isEqualTo("old");
        assertThat(workRoot).doesNotExist();
    }

    @Test
    void aRenameThatFailsPutsTheOldOutputBack() throws IOException {
        writeOutput(out, "old");
        try (OutputFolder output = prepare(Runs.in(folder).overwriting())) {
            assertThatThrownBy(output::publish)
                    .isInstanceOf(UserException.class)
                    .hasMessageContaining(out.toString());
        }
        assertThat(content()).isEqualTo("old");
    }

    @Test
    void anOldOutputThatCannotBePutBackIsKept() throws IOException {
        writeOutput(out, "old");
        var hadoop = new Configuration();
        FaultyDisk.mount(hadoop, FaultyDisk.Fault.NO_WAY_BACK, 0);
        TranslationRun run = Runs.in(folder).overwriting().to(FaultyDisk.SCHEME + ":" + out);
        OutputFolder output = OutputFolder.prepare(hadoop, run, "1");
        writeOutput(staged(output), "new");

        assertThatThrownBy(output::publish).hasMessageContaining("stubborn");
        output.close();

        assertThat(workRoot.resolve("run-1/replaced/part-0.parquet")).hasContent("old");
    }

    @Test
    void aFolderWithOtherThingsInItIsNeverReplaced() throws IOException {
        Files.createDirectory(out);
        Files.writeString(out.resolve("thesis.doc"), "years of work");

        assertThatThrownBy(() -> prepare(Runs.in(folder).overwriting()))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("thesis.doc");
        assertThat(out.resolve("thesis.doc")).exists();
    }

    @Test
    void anOutputThatAppearedMeanwhileIsNotReplaced() throws IOException {
        try (OutputFolder output = prepare(Runs.in(folder))) {
            writeOutput(staged(output), "new");
            writeOutput(out, "somebody else's");
            assertThatThrownBy(output::publish).isInstanceOf(UserException.class);
        }
        assertThat(content()).isEqualTo("somebody else's");
    }

    @Test
    void aRunKilledBetweenTheTwoRenamesIsRolledForward() throws IOException {
        Path dead = leftover();
        writeOutput(dead.resolve("output"), "new");
        writeOutput(dead.resolve("replaced"), "old");

        assertThatThrownBy(() -> prepare(Runs.in(folder))).hasMessageContaining("exists already");
        assertThat(content()).isEqualTo("new");
        assertThat(dead).doesNotExist();
    }

    @Test
    void aRunKilledAfterBothRenamesIsOnlyTidiedUp() throws IOException {
        Path dead = leftover();
        writeOutput(dead.resolve("replaced"), "old");
        writeOutput(out, "new");

        prepare(Runs.in(folder).overwriting()).close();
        assertThat(content()).isEqualTo("new");
        assertThat(dead).doesNotExist();
    }

    @Test
    void halfAnOutputOfADeadRunIsNeverPublished() throws IOException {
        Path dead = leftover();
        writeOutput(dead.resolve("output"), "half");

        prepare(Runs.in(folder)).close();
        assertThat(out).doesNotExist();
        assertThat(dead).doesNotExist();
    }

    @Test
    void anExchangedOldOutputOfADeadRunIsNeverTakenForANewOne() throws IOException {
        Path dead = leftover();
        writeOutput(dead.resolve("output"), "old");
        writeOutput(out, "new");

        prepare(Runs.in(folder).overwriting()).close();
        assertThat(content()).isEqualTo("new");
        assertThat(workRoot).doesNotExist();
    }

    @Test
    void whereNothingCanBeExchangedTwoRenamesDoIt() throws IOException {
        writeOutput(out, "old");
        try (OutputFolder output = prepare(Runs.in(folder).overwriting())) {
            writeOutput(staged(output), "new");
            output.publish((one, other) -> false);
            assertThat(content()).isEqualTo("new");
            assertThat(workRoot.resolve("run-1/replaced/part-0.parquet")).hasContent("old");
        }
        assertThat(workRoot).doesNotExist();
    }

    @Test
    void anExchangeThatFailsLeavesTheOldOutput() throws IOException {
        writeOutput(out, "old");
        try (OutputFolder output = prepare(Runs.in(folder).overwriting())) {
            writeOutput(staged(output), "new");
            assertThatThrownBy(() -> output.publish((one, other) -> {
                        throw new FileSystemException(one.toString(), other.toString(), "Input/output error");
                    }))
                    .hasMessageContaining(out.toString());
        }
        assertThat(content()).isEqualTo("old");
        assertThat(workRoot).doesNotExist();
    }

    @Test
    void aSecondRunIsRefusedWhileTheFirstOneWorks() throws IOException {
        try (OutputFolder output = prepare(Runs.in(folder))) {
            writeOutput(staged(output), "new");
            assertThatThrownBy(() -> OutputFolder.prepare(
                            new Configuration(), Runs.in(folder).overwriting().run(), "2"))
                    .isInstanceOf(BusyException.class)
                    .hasMessageContainingAll("another run", "process", out.toString());
            assertThat(workRoot).isDirectoryNotContaining("glob:**/run-2");
            output.publish();
        }
        assertThat(content()).isEqualTo("new");
        assertThat(workRoot).doesNotExist();
    }

    @Test
    void whoeverLostItsLeasePublishesNothing() throws IOException {
        writeOutput(out, "old");
        try (OutputFolder output = prepare(Runs.in(folder).overwriting())) {
            writeOutput(staged(output), "new");
            FileUtils.deleteDirectory(workRoot.resolve("writers").toFile());
            assertThatThrownBy(output::publish).isInstanceOf(BusyException.class);
        }
        assertThat(content()).isEqualTo("old");
    }

    private OutputFolder prepare(Runs runs) throws IOException {
        return OutputFolder.prepare(new Configuration(), runs.run(), "1");
    }

    private Path leftover() throws IOException {
        return Files.createDirectories(workRoot.resolve("run-of-the-dead"));
    }

    private static Path staged(OutputFolder output) {
        return Path.of(URI.create(output.staged()).getPath());
    }

    private static void writeOutput(Path directory, String content) throws IOException {
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("part-0.parquet"), content);
    }

    private String content() throws IOException {
        return Files.readString(out.resolve("part-0.parquet"));
    }
}
