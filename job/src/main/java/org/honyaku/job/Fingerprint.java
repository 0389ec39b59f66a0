package org.honyaku.job;

import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.xxhash64;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructField;

/**
 * A number that tells whether two sets of rows are the same, whatever their order: the sum of a hash of 64 bits of every row. Equal rows
 * count each time.
 */
final class Fingerprint {

    /** Any long has at most so many digits; Spark gives a sum ten more, which is enough for 10^11 rows. */
    private static final String TYPE = "decimal(20,0)";

    private Fingerprint() {}

    /**
     * The hash of a row, over the values of all columns but one, and over the names and types of those.
     *
     * @return empty where a column is of a type that Spark has no hash of (maps, variants)
     */
    static Optional<Column> ofRow(Dataset<Row> rows, String leftOut) {
        StructField[] fields = Arrays.stream(rows.schema().fields())
                .filter(field -> !field.name().equals(leftOut))
                .toArray(StructField[]::new);
        String described = Arrays.stream(fields)
                .map(field -> field.name() + "\0" + field.dataType().catalogString())
                .collect(Collectors.joining("\0"));
        // A null has no part in Spark's hash: without the second column, a value that moved to another column would not
        // show.
        Stream<Column> values = Arrays.stream(fields)
                .map(field -> Columns.of(rows, field.name()))
                .flatMap(column -> Stream.of(column, column.isNull()));
        Column hash = xxhash64(Stream.concat(Stream.of(lit(described)), values).toArray(Column[]::new))
                .cast(TYPE);
        return isKnown(rows, hash) ? Optional.of(hash) : Optional.empty();
    }

    private static boolean isKnown(Dataset<Row> rows, Column hash) {
        try {
            return rows.select(hash).columns().length == 1;
        } catch (Exception e) { // Spark throws what it does not declare
            if (e instanceof AnalysisException) {
                return false;
            }
            throw e;
        }
    }
}
