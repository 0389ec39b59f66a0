package org.honyaku.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.honyaku.job.SparkCluster.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Two executors, each a process of its own. */
@ExtendWith(LocalSpark.class)
class ClusterTest {

    private static final int ROWS = 2_000;
    private static final int DISTINCT = 1_500;

    private final Path folder;
    private final SparkSession spark;

    ClusterTest(@TempDir Path folder, SparkSession spark) {
        this.folder = folder;
        this.spark = spark;
    }

    @Test
    void twoExecutorsLoadTheModelOnceEachAndEveryRowComesOutOnce() throws Exception {
        writeCorpus("concat('今日は', id % " + DISTINCT + ")");

        Outcome outcome = SparkCluster.ofTwo(folder).run(ClusterDriver.class, folder.toString(), "tiny");

        assertThat(outcome.exitCode()).as(String.join("\n", outcome.output())).isIn(0, 10);
        assertThat(outcome.linesAfter(ClusterDriver.LOAD))
                .hasSize(2)
                .anyMatch(load -> load.startsWith("executor 0: "))
                .anyMatch(load -> load.startsWith("executor 1: "));
        List<Row> rows = output();
        assertThat(rows.stream().map(row -> row.<Long>getAs("id")))
                .doesNotHaveDuplicates()
                .hasSize(ROWS);
        assertThat(rows).allMatch(row -> row.getAs("text").equals("今日は" + row.<Long>getAs("id") % DISTINCT));
        assertThat(rows).allMatch(row -> row.<Integer>getAs("output_tokens") > 0);
        Map<String, List<Row>> byText = rows.stream().collect(Collectors.groupingBy(row -> row.getAs("text")));
        assertThat(byText.values()).hasSize(DISTINCT).allMatch(ClusterTest::haveOneTranslation);
    }

    @Test
    void eachExecutorComputesOnTheGpuThatSparkGaveIt() throws Exception {
        writeCorpus("concat('text ', id)");
        Path script = discoveryScript();

        Outcome outcome = SparkCluster.ofTwo(folder)
                .with("spark.worker.resource.gpu.amount", "1")
                .with("spark.worker.resource.gpu.discoveryScript", script.toString())
                .with("spark.executor.resource.gpu.amount", "1")
                .with("spark.task.resource.gpu.amount", "1")
                .run(ClusterDriver.class, folder.toString(), "stand-in");

        assertThat(outcome.exitCode()).as(String.join("\n", outcome.output())).isZero();
        assertThat(outcome.linesAfter(ClusterDriver.LOAD))
                .hasSize(2)
                .anyMatch(load -> load.contains("stand-in on cuda:3"))
                .anyMatch(load -> load.contains("stand-in on cuda:5"));
        assertThat(output()).hasSize(ROWS).allMatch(row -> row.getAs("translation")
                .equals("TEXT " + row.<Long>getAs("id")));
    }

    private void writeCorpus(String text) {
        spark.sql("select id, " + text + " as text from range(" + ROWS + ")")
                .write()
                .parquet(Runs.in(folder).input());
    }

    private List<Row> output() {
        return spark.read().parquet(Runs.in(folder).output()).collectAsList();
    }

    private static boolean haveOneTranslation(List<Row> rows) {
        return rows.stream()
                        .map(row -> String.valueOf(row.<String>getAs("translation")))
                        .distinct()
                        .count()
                == 1;
    }

    /** Prints another made-up address for each worker that asks; there is no GPU. */
    private Path discoveryScript() throws Exception {
        Path script = folder.resolve("gpus.sh");
        Files.writeString(script, """
                #!/bin/sh
                if mkdir "%s/asked" 2>/dev/null; then address=3; else address=5; fi
                echo "{\\"name\\": \\"gpu\\", \\"addresses\\": [\\"$address\\"]}"
                """.formatted(folder));
        return Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
