package org.honyaku.job;

import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Reads a Delta table by Delta. */
final class DeltaReader {

    private DeltaReader() {}

    /** Ids with their translations, in the order of the ids; every row, none left out because it is there twice. */
    static List<String> read(SparkSession spark, Path table) {
        return lines(spark.read().format("delta").load(table.toString()));
    }

    /** The same of an earlier version. */
    static List<String> read(SparkSession spark, Path table, int version) {
        return lines(spark.read().format("delta").option("versionAsOf", version).load(table.toString()));
    }

    static long versions(SparkSession spark, Path table) {
        return spark.sql("describe history delta.`" + table + "`").count();
    }

    private static List<String> lines(Dataset<Row> rows) {
        return rows.select("id", "translation").orderBy("id").collectAsList().stream()
                .map(row -> row.get(0) + "=" + row.get(1))
                .toList();
    }
}
