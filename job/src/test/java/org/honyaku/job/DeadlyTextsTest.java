package org.honyaku.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.honyaku.engine.StepWitness;
import org.honyaku.spark.EngineFactory;
import org.honyaku.spark.LoadedEngine;
import org.honyaku.spark.ModelSettings;
import org.honyaku.spark.StandIn;
import org.honyaku.spark.TranslationKey;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Texts with which processes died in an earlier night: whatever else there is to translate must not be under way beside them. */
@ExtendWith(LocalSpark.class)
class DeadlyTextsTest {

    private static final StructType TEXTS =
            new StructType().add("id", DataTypes.IntegerType).add("text", DataTypes.StringType);
    private static final String DEADLY = "the one with which processes died";

    /** The rows that were computed side by side, each time others than before. */
    private static final ConcurrentLinkedQueue<List<Long>> COMPUTED = new ConcurrentLinkedQueue<>();

    private final Path folder;
    private final SparkSession spark;
    private final String keyOfDeadly;

    DeadlyTextsTest(@TempDir Path folder, SparkSession spark) {
        this.folder = folder;
        this.spark = spark;
        this.keyOfDeadly = new TranslationKey(runs().settings()).of(DEADLY);
    }

    @BeforeEach
    void forgetWhatOtherTestsComputed() {
        COMPUTED.clear();
    }

    @ParameterizedTest
    @CsvSource({"crashed, '', 2", "timeout, '!', 1"})
    void aTextThatBroughtItsProcessDownRunsAloneInTheNextNight(String status, String mark, int deaths)
            throws IOException {
        write("tonight");
        for (int death = 1; death <= deaths; death++) {
            die(death, mark);
        }
        assertThat(night()).isZero();
        assertThat(results()).contains(DEADLY + "\t" + status + "\t1").hasSize(61);
        assertThat(timesOfDeadly())
                .as("it was not run, since journals told enough")
                .isEmpty();

        write("tomorrow");
        assertThat(night()).isEqualTo(1);
        assertThat(results()).contains(DEADLY + "\tok\t2").allMatch(row -> row.contains("\tok\t"));
        assertThat(timesOfDeadly()).isNotEmpty().allSatisfy(rows -> assertThat(rows)
                .hasSize(1));
    }

    /** The corpora share a memory. */
    @Test
    void whatDiedOverAnotherCorpusStaysForItsNextNight() throws IOException {
        Path others = journals().resolve("00c0ffee-run/process-1.1.000001");
        Files.createDirectories(others.getParent());
        Files.writeString(others, "0123456789abcdef\n");
        die(1, "!");
        write("tonight");

        night();

        try (Stream<Path> left = Files.list(journals())) {
            assertThat(left).containsExactly(others.getParent());
        }
    }

    private List<List<Long>> timesOfDeadly() {
        long seed = Long.parseUnsignedLong(keyOfDeadly.substring(0, 16), 16);
        return COMPUTED.stream().filter(rows -> rows.contains(seed)).toList();
    }

    /** Sixty good texts of the night's own, and the deadly one, which is neither the longest nor the shortest. */
    private void write(String night) {
        var rows = IntStream.rangeClosed(0, 60)
                .mapToObj(
                        id -> RowFactory.create(id, id == 30 ? DEADLY : night + " " + "row ".repeat(id % 12 + 1) + id))
                .toList();
        spark.createDataFrame(rows, TEXTS).coalesce(2).write().mode("overwrite").parquet(runs().input());
    }

    /** Leaves the journal of a process that died while it computed the deadly text and nothing else. */
    private void die(int process, String mark) throws IOException {
        String run = RunName.next(spark.sparkContext().hadoopConfiguration(), runs().run());
        Path journal = journals().resolve(run).resolve("process-" + process + ".1.000001");
        Files.createDirectories(journal.getParent());
        Files.writeString(journal, mark + keyOfDeadly.substring(0, 16) + "\n");
    }

    private Path journals() {
        return folder.resolve(".out.memory/journals");
    }

    /** The rows that have a translation of tonight, of which the text was tried before. */
    private long night() {
        TranslationJob.run(spark, runs().run(), Runs.silent(), new StopButton(), new Watched("deadly"));
        return spark.read()
                .parquet(runs().output())
                .filter("attempts > 1 and not reused and status = 'ok'")
                .count();
    }

    private List<String> results() throws IOException {
        return ParquetFolder.rows(Path.of(runs().output()), "text", "status", "attempts");
    }

    private Runs runs() {
        return Runs.in(folder).overwriting();
    }

    /** Stand-in engines under the eyes of this test. */
    private record Watched(String name) implements EngineFactory {

        @Override
        public LoadedEngine load(ModelSettings settings, String device, StepWitness witness) {
            return new StandIn.Factory(name).load(settings, device, new StepWitness() {
                @Override
                public void computes(List<Long> rows) {
                    COMPUTED.add(rows);
                    witness.computes(rows);
                }
            });
        }
    }
}
