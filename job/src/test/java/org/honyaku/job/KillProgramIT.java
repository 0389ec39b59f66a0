package org.honyaku.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.commons.io.FileUtils;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * SIGKILL to everything that {@code bin/honyaku translate} has started, at random moments of its life; then the same command again, until
 * it comes to its end. What it has published is compared with what an undisturbed run has, row by row, by Parquet's own reader.
 */
@Timeout(7200)
class KillProgramIT {

    private static final int ROWS = 300;
    private static final int TEXTS = 200;
    private static final int WAVE_TOKENS = 1_500;

    /** Two open waves of texts that count 16 estimated tokens at least. */
    private static final int MOST_TEXTS_LOST = 2 * WAVE_TOKENS / 16;

    /** Share of a life that is the start of a JVM and of Spark, and the reading of the corpus. */
    private static final double PREPARED = 0.5;

    /** All that is the same whoever computed a row, and when. */
    private static final String[] COLUMNS = {
        "column_1",
        "column_2",
        "translation",
        "status",
        "finish_reason",
        "prompt_tokens",
        "output_tokens",
        "error",
        "translation_key"
    };

    private final Random random = new Random(Long.getLong("honyaku.seed", 20_261_131));
    private final Path folder;
    private final HonyakuProgram program;
    private final Path output;
    private List<String> undisturbed = List.of();
    private long millis;

    KillProgramIT(@TempDir Path folder) {
        this.folder = folder;
        this.program = new HonyakuProgram(folder, "--wave-tokens", Integer.toString(WAVE_TOKENS));
        this.output = folder.resolve("out");
    }

    @BeforeEach
    void runUndisturbed() throws Exception {
        Files.writeString(folder.resolve("template"), "{input}");
        Files.write(
                folder.resolve("corpus.tsv"),
                IntStream.range(0, ROWS).mapToObj(KillProgramIT::line).toList());
        long begun = System.nanoTime();
        assertThat(program.start().waitFor()).as(program.words()).isZero();
        millis = (System.nanoTime() - begun) / 1_000_000;
        undisturbed = rows();
        assertThat(undisturbed).hasSize(ROWS).doesNotHaveDuplicates();
        startFromNothing();
    }

    private static String line(int id) {
        return id + "\t" + (id % 50 == 0 ? " " : "文 ".repeat(1 + id % TEXTS % 9) + id % TEXTS);
    }

    @Test
    void threeKills() throws Exception {
        killAtRandomMoments(3);
    }

    /** Each may take half a minute; docs/reliability.md has the command. */
    @Test
    @Tag("long")
    void manyKills() throws Exception {
        killAtRandomMoments(Integer.getInteger("honyaku.kills", 20));
    }

    private void killAtRandomMoments(int kills) throws Exception {
        int killed = 0;
        int ends = 0;
        int lostInAll = 0;
        int mostLost = 0;
        while (killed < kills) {
            MemoryWork before = MemoryWork.of(folder);
            boolean ended = !program.killAfter((long) (moment(killed) * millis));
            if (ended) {
                assertComplete();
                startFromNothing();
                ends++;
                continue;
            }
            killed++;
            int lost = lost(before);
            lostInAll += lost;
            mostLost = Math.max(mostLost, lost);
            if (Files.exists(output)) {
                assertThat(rows()).as("a whole version").isEqualTo(undisturbed);
            }
        }
        assertThat(program.start().waitFor()).as(program.words()).isZero();
        assertComplete();
        System.out.printf(
                "%d kills, %d ends: %,d texts were computed again, %d a kill, %d at most; the bound is %d%n",
                killed, ends + 1, lostInAll, lostInAll / killed, mostLost, MOST_TEXTS_LOST);
    }

    /** As a share of an undisturbed life: while it translates or publishes, and every fourth time at any moment. */
    private double moment(int killed) {
        return killed % 4 == 3 ? random.nextDouble() : random.nextDouble(PREPARED, 1);
    }

    /** The texts that the process had begun and that are not in the memory: somebody has to compute them again. */
    private int lost(MemoryWork before) throws IOException {
        MemoryWork after = MemoryWork.of(folder);
        assertThat(after.kept()).as("what was in the memory").containsAll(before.kept());
        Set<String> lost = new HashSet<>(after.begun());
        lost.removeAll(before.begun());
        lost.removeAll(after.kept());
        System.out.printf(
                "killed: memory %d -> %d texts, %d begun and lost%n",
                before.kept().size(), after.kept().size(), lost.size());
        assertThat(lost).as("work lost").hasSizeLessThanOrEqualTo(MOST_TEXTS_LOST);
        return lost.size();
    }

    private void assertComplete() throws IOException {
        OutputAudit.of(output).closes();
        assertThat(rows()).isEqualTo(undisturbed);
    }

    private List<String> rows() throws IOException {
        return ParquetFolder.rows(output, COLUMNS).stream().sorted().toList();
    }

    private void startFromNothing() throws IOException {
        FileUtils.deleteDirectory(output.toFile());
        FileUtils.deleteDirectory(folder.resolve(".out.memory").toFile());
    }
}
