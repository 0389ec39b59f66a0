package org.honyaku.job;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/** What stands where an output is to be, and whether it may be replaced. */
record ExistingOutput(FileContext files, Path output) {

    /** @throws UserException if there is something that a run may not replace */
    void requireReplaceable(OutputFormat format, boolean overwrite) throws IOException {
        if (!files.util().exists(output)) {
            return;
        }
        if (!overwrite) {
            throw new UserException(
                    ExitCode.USAGE,
                    "the output " + output + " exists already; choose another, or replace it with --overwrite");
        }
        switch (format) {
            case PARQUET -> requireTranslatedParquet();
            case DELTA -> requireTable();
        }
    }

    private void requireTranslatedParquet() throws IOException {
        if (DeltaFolder.isTable(files, output)) {
            throw new UserException(
                    ExitCode.USAGE,
                    "the output " + output + " is a Delta table, and no folder of Parquet takes its place; add"
                            + " --output-format delta, or choose another output");
        }
        List<String> foreign = Arrays.stream(files.util().listStatus(output))
                .filter(status -> !isOurs(status))
                .map(status -> status.getPath().getName())
                .sorted()
                .toList();
        if (!foreign.isEmpty()) {
            throw new UserException(
                    ExitCode.USAGE,
                    "the output " + output + " holds what is no translated Parquet, for instance " + foreign.get(0)
                            + ", and is not replaced; move it away or choose another output");
        }
    }

    private void requireTable() throws IOException {
        if (!DeltaFolder.isTable(files, output)) {
            throw new UserException(
                    ExitCode.USAGE,
                    "the output " + output + " is no Delta table, and none takes its place; leave out"
                            + " --output-format delta, or choose another output");
        }
    }

    private static boolean isOurs(FileStatus status) {
        String name = status.getPath().getName();
        return (status.isDirectory() && name.equals(WorkFolder.ABOUT))
                || (status.isFile() && (name.endsWith(".parquet") || name.equals("_SUCCESS") || name.endsWith(".crc")));
    }
}
