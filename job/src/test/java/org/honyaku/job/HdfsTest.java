package org.honyaku.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.hdfs.DistributedFileSystem;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.apache.spark.sql.SparkSession;
import org.honyaku.job.storage.BusyException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The output on HDFS: a name node and a data node of Hadoop's own in this JVM. */
@ExtendWith(LocalSpark.class)
class HdfsTest {

    private static final org.apache.hadoop.fs.Path FOLDER = new org.apache.hadoop.fs.Path("/night");

    private static MiniDFSCluster cluster;

    private final Path folder;
    private final SparkSession spark;
    private final DistributedFileSystem files;
    private final String out;

    HdfsTest(@TempDir Path folder, SparkSession spark) throws IOException {
        this.folder = folder;
        this.spark = spark;
        this.files = cluster.getFileSystem();
        this.out = cluster.getURI() + "/night/out";
    }

    @BeforeAll
    static void startCluster(@TempDir Path disk) throws IOException {
        var configuration = new Configuration();
        configuration.set(MiniDFSCluster.HDFS_MINIDFS_BASEDIR, disk.toString());
        cluster = new MiniDFSCluster.Builder(configuration).numDataNodes(1).build();
        cluster.waitClusterUp();
    }

    @AfterAll
    static void stopCluster() throws IOException {
        FileSystem.closeAll();
        cluster.shutdown();
    }

    @AfterEach
    void tidyUp() throws IOException {
        files.delete(FOLDER, true);
    }

    @Test
    void anOutputIsPublishedReplacedAndReadBack() {
        writeCorpus("old");
        run(Runs.in(folder).to(out));
        assertThat(translations()).isEqualTo(10);
        writeCorpus("new");
        run(Runs.in(folder).overwriting().to(out));

        assertThat(spark.read().parquet(out).filter("translation like 'NEW%'").count())
                .isEqualTo(10);
        assertThat(children()).containsOnly("out", ".out.memory");
    }

    @Test
    void aRunKilledBetweenTheTwoRenamesIsRolledForward() throws IOException {
        writeCorpus("old");
        run(Runs.in(folder).to(out));
        var dead = new org.apache.hadoop.fs.Path(FOLDER, ".out.honyaku/run-of-the-dead");
        files.mkdirs(dead);
        files.rename(new org.apache.hadoop.fs.Path(out), new org.apache.hadoop.fs.Path(dead, "replaced"));
        spark.range(3).write().parquet(cluster.getURI() + dead.toString() + "/output");

        TranslationRun run = Runs.in(folder).to(out);
        UserException refused = catchThrowableOfType(UserException.class, () -> run(run));

        assertThat(refused).hasMessageContaining("exists already");
        assertThat(spark.read().parquet(out).count()).isEqualTo(3);
        assertThat(children()).containsOnly("out", ".out.memory");
    }

    @Test
    void aRefusedSecondRunWritesNothing() throws IOException {
        writeCorpus("old");
        Configuration hadoop = spark.sparkContext().hadoopConfiguration();
        try (OutputFolder output = OutputFolder.prepare(hadoop, Runs.in(folder).to(out), "1")) {
            assertThatThrownBy(
                            () -> OutputFolder.prepare(hadoop, Runs.in(folder).to(out), "2"))
                    .isInstanceOf(BusyException.class)
                    .hasMessageContaining(out);
            output.requireSoleWriter();
        }
        assertThat(children()).isEmpty();
    }

    /** The name node says that it is full as an administrator's quota says it. */
    @Test
    void aFullQuotaLeavesTheOldOutput() throws IOException {
        writeCorpus("old");
        run(Runs.in(folder).to(out));
        long used = files.getContentSummary(FOLDER).getSpaceConsumed();
        files.setQuota(FOLDER, Long.MAX_VALUE - 1, used + 1);
        writeCorpus("new");

        UserException failure = catchThrowableOfType(
                UserException.class, () -> run(Runs.in(folder).overwriting().to(out)));

        assertThat(failure.exitCode()).as(failure.getMessage()).isEqualTo(ExitCode.OUTPUT);
        assertThat(failure).hasMessageContaining(out);
        assertThat(spark.read().parquet(out).filter("translation like 'OLD%'").count())
                .isEqualTo(10);
    }

    private void run(TranslationRun run) {
        TranslationJob.run(spark, run, Runs.silent(), new StopButton(), Runs.ENGINES);
    }

    private long translations() {
        return spark.read().parquet(out).filter("status = 'ok'").count();
    }

    private List<String> children() {
        try {
            return Arrays.stream(files.listStatus(FOLDER))
                    .map(status -> status.getPath().getName())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void writeCorpus(String text) {
        spark.sql("select id, concat('" + text + " ', id) as text from range(10)")
                .write()
                .mode("overwrite")
                .parquet(Runs.in(folder).input());
    }
}
