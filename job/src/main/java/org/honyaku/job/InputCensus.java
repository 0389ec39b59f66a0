package org.honyaku.job;

import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.honyaku.job.input.FileFormat;

/**
 * The input as it was when the run began, file by file. A run reads its input several times, so that an input which changes meanwhile
 * has no output.
 */
record InputCensus(InputFiles opener, FileFormat format, List<InputFile> files) {

    InputCensus {
        files = List.copyOf(files);
    }

    /**
     * Counts the rows of every file.
     *
     * @param names of all files that the corpus is read from
     */
    static InputCensus take(
            SparkSession spark, InputFiles opener, FileFormat format, List<String> names, RowCounter counter) {
        List<InputFile> files = FileTasks.spread(spark, names)
                .map(name -> InputFile.of(name, opener, counter))
                .collect();
        return new InputCensus(opener, format, files);
    }

    long rows() {
        return files.stream().mapToLong(InputFile::rows).sum();
    }

    long bytes() {
        return files.stream().mapToLong(InputFile::bytes).sum();
    }

    /**
     * A failure to read may be of a change.
     *
     * @throws UserException if a file is gone or another one, after which {@code failure} is no wonder
     */
    void blameChanges(SparkSession spark, Exception failure) {
        try {
            requireUnchanged(spark);
        } catch (UserException changed) {
            changed.addSuppressed(failure);
            throw changed;
        } catch (Exception unknown) { // Spark throws what it does not declare
            failure.addSuppressed(unknown);
        }
    }

    /**
     * Makes sure that what was read last is what was read first.
     *
     * @throws UserException if a file is gone or another one
     */
    void requireUnchanged(SparkSession spark) {
        InputFiles travelling = opener;
        List<InputFile> changed = FileTasks.spread(spark, files)
                .filter(file -> file.hasChanged(travelling))
                .collect();
        if (!changed.isEmpty()) {
            throw new UserException(
                    ExitCode.TRY_AGAIN,
                    "the input file " + InputFiles.describe(changed.get(0).file())
                            + " was changed or removed while it was being read; no output was published. What is translated"
                            + " is kept: run the same command again when nobody writes to the input");
        }
    }
}
