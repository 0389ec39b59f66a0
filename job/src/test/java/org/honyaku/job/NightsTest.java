package org.honyaku.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Three nights: the same command over a corpus with new, changed and deleted rows; in the second night the process is killed. */
@ExtendWith(LocalSpark.class)
class NightsTest {

    private static final StructType TEXTS =
            new StructType().add("id", DataTypes.IntegerType).add("text", DataTypes.StringType);

    private final Path folder;
    private final SparkSession spark;
    private final Map<Integer, String> corpus = new TreeMap<>();

    NightsTest(@TempDir Path folder, SparkSession spark) {
        this.folder = folder;
        this.spark = spark;
    }

    @Test
    void everyNightCostsWhatIsNew() throws Exception {
        put(0, 1_000, "as it was");
        assertThat(night()).isEqualTo(1_000);

        put(1_000, 1_100, "new in the second night");
        put(0, 50, "changed in the second night");
        delete(500, 600);
        write();
        int killed = SparkCluster.ofOneProcess(folder)
                .run(KilledDriver.class, folder.toString(), "1000", "translating")
                .exitCode();
        assertThat(killed).isEqualTo(KilledDriver.KILLED);
        long afterTheKill = night();
        assertThat(afterTheKill).isBetween(0L, 150L);

        put(1_100, 1_110, "new in the third night");
        put(50, 60, "changed in the third night");
        put(0, 10, "as it was");
        delete(600, 650);
        assertThat(night()).as("what was changed back is still in the memory").isEqualTo(20);
        assertThat(night()).isZero();
        System.out.printf("nights: 1,000, then a kill and %d of 150, then 20, then 0 texts translated%n", afterTheKill);
    }

    private void put(int from, int to, String what) {
        for (int id = from; id < to; id++) {
            corpus.put(id, "row " + id + " " + what);
        }
    }

    private void delete(int from, int to) {
        for (int id = from; id < to; id++) {
            corpus.remove(id);
        }
    }

    private void write() {
        List<Row> rows = corpus.entrySet().stream()
                .map(entry -> RowFactory.create(entry.getKey(), entry.getValue()))
                .toList();
        spark.createDataFrame(rows, TEXTS).coalesce(2).write().mode("overwrite").parquet(runs().input());
    }

    /** The texts that went to the model, after the output was found to be right. */
    private long night() throws IOException {
        write();
        RunReport report = runs().go(spark);
        List<String> expected = corpus.entrySet().stream()
                .map(row -> row.getKey() + "\t" + row.getValue() + "\t"
                        + row.getValue().toUpperCase(Locale.ROOT) + "\tok")
                .toList();
        assertThat(ParquetFolder.rows(Path.of(runs().output()), "id", "text", "translation", "status"))
                .containsExactlyInAnyOrderElementsOf(expected);
        return report.generated().allRows();
    }

    private Runs runs() {
        return Runs.in(folder).overwriting();
    }
}
