package org.honyaku.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CrashJournalTest {

    private static final String KEY = "00000000000000ff0123456789abcdef";
    private static final String OTHER_KEY = "00000000000000fe0123456789abcdef";

    private final Path own;
    private final Path left;
    private final CrashJournals journals;

    CrashJournalTest(@TempDir Path folder) throws IOException {
        this.own = Files.createDirectory(folder.resolve("own"));
        this.left = Files.createDirectory(folder.resolve("left"));
        this.journals = new CrashJournals(new Configuration(), own.toString(), List.of(left.toString()));
    }

    @Test
    void whatTheEngineComputesIsOnDiskBeforeItGoesOn() throws IOException {
        try (CrashJournal journal = journals.open()) {
            journal.computes(List.of(0xffL, -1L));
            assertThat(journalText()).isEqualTo("00000000000000ff ffffffffffffffff\n");
            journal.computes(List.of(0xffL));
            journal.hangs();
            assertThat(journalText()).endsWith("\n00000000000000ff\n!00000000000000ff\n");
        }
        assertThat(own).isEmptyDirectory();
    }

    @Test
    void theProcessThatWritesAJournalIsNotSuspiciousOfItself() {
        try (CrashJournal journal = journals.open()) {
            journal.computes(List.of(0xffL));
            assertThat(journals.read().size()).isZero();
        }
    }

    @Test
    void theFileStaysSmallHoweverManyRowsThereAre() throws IOException {
        try (CrashJournal journal = journals.open()) {
            for (long row = 0; row < 10_000; row++) {
                journal.computes(LongStream.range(row, row + 64).boxed().toList());
            }
            assertThat(Files.size(onlyFile())).isLessThan(1 << 19);
            assertThat(JournalLine.last(journalText()).orElseThrow().rows())
                    .hasSize(64)
                    .contains(9_999L);
        }
    }

    @Test
    void aLineThatWasCutByADeathDoesNotCount() throws IOException {
        die(own, "dead.1.000001", "00000000000000ff\n00000000000000f");
        assertThat(journals.read().has(KEY)).isTrue();

        die(own, "dead.1.000002", "00000000000000");
        assertThat(journals.read().has(KEY)).as("the next part has no line yet").isTrue();

        die(own, "dead.1.000002", "00000000000000fe\n");
        assertThat(journals.read().has(KEY)).isFalse();
        assertThat(journals.read().has(OTHER_KEY)).isTrue();
    }

    @Test
    void anIdleEngineThatDiesMakesNobodySuspicious() throws IOException {
        die(own, "dead.1.000001", "00000000000000ff\n\n");
        assertThat(journals.read().size()).isZero();
    }

    @Test
    void aRowHasCrashedWhenTwoProcessesDiedWithItAlone() throws IOException {
        die(left, "one.1.000001", "00000000000000ff 00000000000000fe\n");
        die(left, "two.1.000001", "00000000000000ff\n");
        assertThat(journals.read().verdict(KEY)).isEmpty();

        die(own, "three.1.000001", "00000000000000ff\n");

        assertThat(journals.read().verdict(KEY)).contains(RowStatus.CRASHED);
        assertThat(journals.read().verdict(OTHER_KEY)).isEmpty();
    }

    @Test
    void deathsAmongOthersProveNothing() throws IOException {
        for (int death = 0; death < 5; death++) {
            die(own, "process-" + death + ".1.000001", "00000000000000ff 00000000000000fe\n");
        }
        assertThat(journals.read().verdict(KEY)).isEmpty();
        assertThat(journals.read().has(KEY)).isTrue();
    }

    @Test
    void aRowThatHangsAloneIsTimedOut() throws IOException {
        die(own, "one.1.000001", "!00000000000000ff 00000000000000fe\n");
        assertThat(journals.read().verdict(KEY)).as("among others").isEmpty();

        die(own, "two.1.000001", "!00000000000000ff\n");

        assertThat(journals.read().verdict(KEY)).contains(RowStatus.TIMEOUT);
    }

    @Test
    void withoutAnyJournalNobodyIsSuspicious(@TempDir Path folder) {
        var none =
                new CrashJournals(new Configuration(), folder.resolve("nothing").toString(), List.of());
        assertThat(none.read()).isEqualTo(Suspects.NONE);
    }

    @Test
    void aJournalThatCannotBeWrittenStopsNobody(@TempDir Path folder) throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        var impossible =
                new CrashJournals(new Configuration(), file.resolve("journals").toString(), List.of());
        try (CrashJournal journal = impossible.open()) {
            journal.computes(List.of(1L));
            journal.computes(List.of(2L));
        }
        assertThat(file).isEmptyFile();
    }

    private static void die(Path folder, String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    private String journalText() throws IOException {
        return Files.readString(onlyFile());
    }

    private Path onlyFile() throws IOException {
        try (Stream<Path> files = Files.list(own)) {
            List<Path> found = files.toList();
            assertThat(found).hasSize(1);
            return found.get(0);
        }
    }
}
