package org.honyaku.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.example.GroupReadSupport;

/** Reads Parquet by Parquet's own example reader, which shares nothing with Spark's but the library below both. */
final class ParquetFolder {

    private ParquetFolder() {}

    /** The rows of all files in {@code folder}, each as the texts of {@code columns} with a tab between them; null is {@code null}. */
    static List<String> rows(Path folder, String... columns) throws IOException {
        List<String> rows = new ArrayList<>();
        for (Path file : files(folder)) {
            try (ParquetReader<Group> reader = ParquetReader.builder(
                            new GroupReadSupport(), new org.apache.hadoop.fs.Path(file.toUri()))
                    .build()) {
                for (Group row = reader.read(); row != null; row = reader.read()) {
                    rows.add(line(row, columns));
                }
            }
        }
        return rows;
    }

    private static String line(Group row, String... columns) {
        List<String> values = new ArrayList<>();
        for (String column : columns) {
            int field = row.getType().getFieldIndex(column);
            values.add(row.getFieldRepetitionCount(field) == 0 ? "null" : row.getValueToString(field, 0));
        }
        return String.join("\t", values);
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".parquet"))
                    .sorted()
                    .toList();
        }
    }
}
