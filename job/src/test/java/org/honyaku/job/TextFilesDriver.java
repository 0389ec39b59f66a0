package org.honyaku.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;

/** The driver of a test on {@link SparkCluster}: translates the first column of the {@code corpus} in each folder of the one it is given. */
final class TextFilesDriver {

    private TextFilesDriver() {}

    public static void main(String[] arguments) throws IOException {
        try (SparkSession spark = SparkSession.builder().appName("text files").getOrCreate()) {
            for (Path folder : folders(Path.of(arguments[0]))) {
                System.out.print(Runs.in(folder).ofColumn("1").go(spark).summary());
            }
        }
    }

    private static List<Path> folders(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.toList();
        }
    }
}
