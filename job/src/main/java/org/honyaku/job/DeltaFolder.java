package org.honyaku.job;

import java.io.IOException;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A Delta table seen from outside: by the names of its files, without Spark. */
final class DeltaFolder {

    /** Where a table has its commits. */
    static final String LOG = "_delta_log";

    private static final Logger LOGGER = LoggerFactory.getLogger(DeltaFolder.class);
    private static final Pattern COMMIT = Pattern.compile("\\d{20}\\.(json|checkpoint\\..*)");

    private DeltaFolder() {}

    /** Whether there is a table, which there is from its first commit on. */
    static boolean isTable(FileContext files, Path folder) throws IOException {
        Path log = new Path(folder, LOG);
        return files.util().exists(log)
                && Arrays.stream(files.util().listStatus(log))
                        .anyMatch(
                                file -> COMMIT.matcher(file.getPath().getName()).matches());
    }

    /**
     * Removes a table that was to be made where there was nothing, and that did not come to its first commit.
     *
     * @param work of the run that was to make it
     */
    static void removeHalfMade(FileContext files, Path output, WorkFolder work) throws IOException {
        boolean halfMade =
                files.util().exists(work.creating()) && files.util().exists(output) && !isTable(files, output);
        if (halfMade && Arrays.stream(files.util().listStatus(output)).allMatch(file -> isOfDelta(file.getPath()))) {
            files.delete(output, true);
            LOGGER.info("removed a Delta table that had not come to its first commit in {}", output);
        }
    }

    private static boolean isOfDelta(Path path) {
        String name = path.getName();
        return name.equals(LOG) || name.endsWith(".parquet") || name.endsWith(".crc");
    }
}
