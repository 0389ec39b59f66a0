package org.honyaku.job;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.honyaku.job.input.InputException;

/**
 * Parquet files as one corpus, with the columns of all of them.
 *
 * @param files of the corpus, by name
 */
record ParquetFiles(SparkSession spark, List<String> files) {

    /**
     * The rows of {@code input}, in which the files are.
     *
     * @throws InputException if a column is of one type in some files and of another in others; Spark would not say in which
     */
    Dataset<Row> of(String input) {
        try {
            return read(input);
        } catch (Exception e) { // Spark throws what it does not declare
            if (RunFailure.isContradiction(e)) {
                throw contradiction(input, e);
            }
            throw e;
        }
    }

    private Dataset<Row> read(String... paths) {
        return spark.read()
                .option("mergeSchema", "true")
                .option("ignoreCorruptFiles", "false")
                .option("ignoreMissingFiles", "false")
                .parquet(paths);
    }

    /** Names the first file that does not go with those before it. */
    private InputException contradiction(String input, Exception cause) {
        int together = 1;
        int apart = files.size();
        while (apart - together > 1) {
            int middle = (together + apart) / 2;
            if (goTogether(middle)) {
                together = middle;
            } else {
                apart = middle;
            }
        }
        String odd = files.get(apart - 1);
        String column = differing(schema(files.subList(0, together)), schema(List.of(odd)))
                .orElse("a column has another type there than in the files before it by name");
        return new InputException(
                "the files of " + input + " contradict each other: in " + InputFiles.describe(odd) + " " + column
                        + "; mend or remove it",
                cause);
    }

    private boolean goTogether(int count) {
        try {
            schema(files.subList(0, count));
            return true;
        } catch (Exception e) { // Spark throws what it does not declare
            return false;
        }
    }

    private StructType schema(List<String> some) {
        return read(some.stream().map(InputFiles::describe).toArray(String[]::new))
                .schema();
    }

    private static Optional<String> differing(StructType before, StructType odd) {
        return Arrays.stream(odd.fields())
                .flatMap(field -> Arrays.stream(before.fields())
                        .filter(known -> known.name().equalsIgnoreCase(field.name()))
                        .filter(known -> !known.dataType().equals(field.dataType()))
                        .map(known -> describe(field, known)))
                .findFirst();
    }

    private static String describe(StructField odd, StructField known) {
        return "the column '" + odd.name() + "' is of type "
                + odd.dataType().simpleString() + ", and in files before it by name of type "
                + known.dataType().simpleString();
    }
}
