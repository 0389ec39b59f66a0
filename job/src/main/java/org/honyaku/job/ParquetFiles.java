package org.honyaku.job;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.honyaku.job.input.InputException;

/**
 * Parquet files as one corpus, with the columns of all of them.
 *
 * @param roots files and folders in which they are
 * @param files all of them, by name
 */
record ParquetFiles(SparkSession spark, List<String> roots, List<String> files) {

    /** What some programs put beside the files, with their columns and without rows. */
    private static final Pattern SUMMARY = Pattern.compile("/_(common_)?metadata[^/]*$");

    /**
     * The rows of {@code input}, every file of which is read.
     *
     * @throws InputException if a column is of one type in some files and of another in others; Spark would not say in which
     */
    Dataset<Row> of(String input) {
        boolean recursive = !PartitionFolders.areColumns(roots, files);
        Dataset<Row> rows;
        try {
            rows = read(roots, recursive);
        } catch (Exception e) { // Spark throws what it does not declare
            if (RunFailure.isContradiction(e)) {
                throw contradiction(input, e);
            }
            throw e;
        }
        requireAll(rows.inputFiles());
        return rows;
    }

    /** The names are no patterns any more, whatever brackets they have. */
    private Dataset<Row> read(List<String> paths, boolean recursive) {
        return spark.read()
                .option("mergeSchema", "true")
                .option("ignoreCorruptFiles", "false")
                .option("ignoreMissingFiles", "false")
                .option("recursiveFileLookup", Boolean.toString(recursive))
                .option("__globPaths__", "false")
                .parquet(paths.stream().map(InputFiles::describe).toArray(String[]::new));
    }

    /** Spark has its own ideas of what a hidden file is. */
    private void requireAll(String[] read) {
        Set<String> known = Arrays.stream(read)
                .map(InputFiles::describe)
                .filter(file -> !SUMMARY.matcher(file).find())
                .collect(Collectors.toSet());
        Set<String> listed = files.stream().map(InputFiles::describe).collect(Collectors.toSet());
        Stream.concat(
                        listed.stream().filter(file -> !known.contains(file)),
                        known.stream().filter(file -> !listed.contains(file)))
                .sorted()
                .findFirst()
                .ifPresent(odd -> {
                    throw new InputException("it is not sure that the file " + odd
                            + " is part of the input: Spark and the listing of its folder differ; move or rename it");
                });
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
        return read(some, true).schema();
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
