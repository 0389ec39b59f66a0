package org.honyaku.job;

import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.CreateFlag;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Options.CreateOpts;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a finished output becomes the next version of a Delta table. The staged rows, which are counted by then, are written into the table's
 * folder, where no reader sees them, and one commit puts them in the place of all earlier rows.
 *
 * <ul>
 *   <li>Readers see the version before the commit or the one after it, and whoever has begun to read the old one can go on.
 *   <li>Nothing is renamed, so it works on object stores as well. Of one writer at a time the lease takes care.
 *   <li>A run that ends before its commit leaves the table as it was. Of its files, Delta's VACUUM takes care as of all old ones.
 *   <li>The record of the run is in the commit ({@code userMetadata}), and beside the table's files for those who look there.
 * </ul>
 */
final class DeltaPublication {

    private static final Logger LOG = LoggerFactory.getLogger(DeltaPublication.class);
    private static final String FORMAT = "delta";
    private static final int RECENT_COMMITS = 20;

    private final FileContext files;
    private final Path output;
    private final WorkFolder work;

    DeltaPublication(FileContext files, Path output, WorkFolder work) {
        this.files = files;
        this.output = output;
        this.work = work;
    }

    /**
     * Writes an empty table with the columns of the output. What Delta cannot hold, or a session without Delta, must not come to light
     * when a night's work is done.
     *
     * @throws UserException if there is something that Delta cannot hold
     */
    static void tryOut(SparkSession spark, StructType columns, String folder) {
        try {
            spark.createDataFrame(List.of(), columns).write().format(FORMAT).save(folder);
        } catch (Exception e) { // Spark throws what it does not declare
            if (e.getMessage() == null || !e.getMessage().startsWith("[DELTA_")) {
                throw e;
            }
            throw new UserException(
                    ExitCode.USAGE,
                    "the output cannot be a Delta table: "
                            + e.getMessage().lines().limit(2).collect(Collectors.joining(" "))
                            + " (Or leave out --output-format delta.)",
                    e);
        }
    }

    /**
     * Commits the rows, as they were read again from the staged output.
     *
     * @param rows how many they are
     * @throws IllegalStateException if the commit has more or fewer
     */
    void publish(Dataset<Row> counted, long rows) throws IOException {
        String record = PublishedRecord.of(files, work.staged()).text();
        boolean isNew = !DeltaFolder.isTable(files, output);
        if (isNew) {
            files.create(work.creating(), EnumSet.of(CreateFlag.CREATE), CreateOpts.createParent())
                    .close();
        }
        try {
            counted.write()
                    .format(FORMAT)
                    .mode(isNew ? SaveMode.ErrorIfExists : SaveMode.Overwrite)
                    .option("overwriteSchema", "true")
                    .option("userMetadata", record)
                    .save(output.toString());
        } catch (Exception e) { // Spark throws what it does not declare
            if (!hasLanded(counted.sparkSession(), record)) {
                DeltaFolder.removeHalfMade(files, output, work);
                throw e;
            }
            LOG.warn("the commit to {} is there, though something went wrong after it: {}", output, e.toString());
        }
        copyAbout();
        requireAll(counted.sparkSession(), record, rows);
    }

    private void requireAll(SparkSession spark, String record, long rows) {
        Row commit;
        long committed;
        try {
            commit = commit(spark, record).orElseThrow();
            committed = Long.parseLong(commit.<String, String>getJavaMap(2).get("numOutputRows"));
        } catch (Exception e) { // Spark throws what it does not declare
            LOG.warn("the commit to {} is there, but its rows could not be counted: {}", output, e.toString());
            return;
        }
        if (committed != rows) {
            throw new IllegalStateException(
                    "version %d of the table %s has %,d rows instead of %,d; the version before it can be restored (RESTORE TABLE)"
                            .formatted(commit.getLong(0), output, committed, rows));
        }
    }

    /** Whether this run's commit is there, whatever was thrown. */
    private boolean hasLanded(SparkSession spark, String record) throws IOException {
        if (!DeltaFolder.isTable(files, output)) {
            return false;
        }
        return commit(spark, record).isPresent();
    }

    /** Whether the table's last version is the one with this record. */
    boolean isLast(SparkSession spark, String record) {
        return history(spark, 1).stream().anyMatch(commit -> record.equals(commit.getString(1)));
    }

    /** The commit with this record, and what Delta has counted in it; others may have come after it. */
    private Optional<Row> commit(SparkSession spark, String record) {
        return history(spark, RECENT_COMMITS).stream()
                .filter(commit -> record.equals(commit.getString(1)))
                .findFirst();
    }

    /** The last commits, the newest first. */
    private List<Row> history(SparkSession spark, int commits) {
        String table = "delta.`" + output.toString().replace("`", "``") + "`";
        return spark.sql("describe history " + table + " limit " + commits)
                .select("version", "userMetadata", "operationMetrics")
                .collectAsList();
    }

    /** The commit has the record already, so a failure is none of the run. */
    private void copyAbout() {
        Path about = new Path(output, WorkFolder.ABOUT);
        try {
            if (!files.util().exists(about)) {
                files.mkdir(about, FsPermission.getDirDefault(), false);
            }
            for (FileStatus file : files.util().listStatus(work.about())) {
                files.util().copy(file.getPath(), new Path(about, file.getPath().getName()), false, true);
            }
        } catch (IOException e) {
            LOG.warn(
                    "{} was committed, but what is told about the run is in the commit only: {}", output, e.toString());
        }
    }
}
