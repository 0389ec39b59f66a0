package org.honyaku.job.memory;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.max_by;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.struct;

import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.honyaku.spark.ResultColumn;
import org.honyaku.spark.RowStatus;
import org.honyaku.spark.RowStatus.Verdict;

/**
 * The rows of a memory, in Spark's hands: nothing is collected, so the driver's memory does not grow with them.
 *
 * <p>A row has every {@link ResultColumn} but {@code reused}, the id of the settings that it was asked for, and the run that wrote it.
 */
public final class MemoryRows {

    /** Whether a text is done: whether another attempt is pointless. */
    public static final String DONE = "done";

    /** Whether the last attempt brought its process down. */
    public static final String DEADLY = "deadly";

    static final String SETTINGS = "settings";
    static final String RUN = "run";

    private static final List<ResultColumn> RESULTS = Arrays.stream(ResultColumn.values())
            .filter(column -> column != ResultColumn.REUSED)
            .toList();

    private MemoryRows() {}

    /** {@code results} as they are stored. They have the result columns under their own names. */
    public static Dataset<Row> toStore(Dataset<Row> results, String settingsId, String run) {
        Column[] columns = Stream.concat(
                        RESULTS.stream().map(column -> col(column.columnName())),
                        Stream.of(lit(settingsId).as(SETTINGS), lit(run).as(RUN)))
                .toArray(Column[]::new);
        return results.select(columns);
    }

    /** Every stored row of {@code contents}; a key may come several times. */
    static Dataset<Row> all(SparkSession spark, MemoryContents contents) {
        String[] folders = contents.folders();
        return folders.length == 0
                ? spark.createDataFrame(List.of(), schema())
                : spark.read().schema(schema()).parquet(folders);
    }

    /** Key, {@link #DONE}, {@link #DEADLY} and attempts of every text that was tried with these settings. */
    public static Dataset<Row> tried(SparkSession spark, MemoryContents contents, String settingsId) {
        Column key = col(ResultColumn.TRANSLATION_KEY.columnName());
        String attempts = ResultColumn.ATTEMPTS.columnName();
        return all(spark, contents)
                .filter(col(SETTINGS).equalTo(settingsId))
                .groupBy(key)
                .agg(
                        max(isDone()).as(DONE),
                        max_by(isOneOf(RowStatus::isDeadly), col(attempts)).as(DEADLY),
                        max(attempts).as(attempts));
    }

    /** The result columns of every key that was tried with these settings, each once; {@code reused} unless {@code run} wrote it. */
    public static Dataset<Row> results(SparkSession spark, MemoryContents contents, String settingsId, String run) {
        Dataset<Row> rows = all(spark, contents).filter(col(SETTINGS).equalTo(settingsId));
        Dataset<Row> unique = contents.waves().isEmpty() ? rows : best(rows);
        return unique.withColumn(ResultColumn.REUSED.columnName(), not(col(RUN).equalTo(run)));
    }

    /** The result columns of the rows in {@code waves}, which one run wrote. */
    public static Dataset<Row> written(SparkSession spark, List<Path> waves) {
        return all(spark, MemoryContents.of(waves)).withColumn(ResultColumn.REUSED.columnName(), lit(false));
    }

    /** Each key once: a success rather than a failure, then the row with more attempts behind it. */
    static Dataset<Row> best(Dataset<Row> rows) {
        Column all = struct(Arrays.stream(rows.columns()).map(name -> col(name)).toArray(Column[]::new));
        Column rank = struct(isDone(), col(ResultColumn.ATTEMPTS.columnName()), col(RUN));
        return rows.groupBy(col(ResultColumn.TRANSLATION_KEY.columnName()))
                .agg(max_by(all, rank).as("best"))
                .select("best.*");
    }

    /** Whether a row has all that it can get. */
    static Column isDone() {
        return not(isOneOf(status -> status.verdict() == Verdict.FAILED));
    }

    private static Column isOneOf(Predicate<RowStatus> which) {
        Object[] statuses = Arrays.stream(RowStatus.values())
                .filter(which)
                .map(RowStatus::columnValue)
                .toArray();
        return col(ResultColumn.STATUS.columnName()).isin(statuses);
    }

    private static StructType schema() {
        StructType schema = new StructType();
        for (ResultColumn column : RESULTS) {
            schema = schema.add(column.columnName(), column.type(), column.isNullable());
        }
        return schema.add(SETTINGS, DataTypes.StringType, false).add(RUN, DataTypes.StringType, false);
    }
}
