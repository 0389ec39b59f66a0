package org.honyaku.job;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsPermission;

/**
 * Where a run works until its output is published: {@code .NAME.honyaku/run-ID} beside the output, so that a rename publishes it. Names
 * that begin with a dot are not seen by readers of the folder around it.
 *
 * @param path of the run
 */
record WorkFolder(Path path) {

    /** Hidden from Spark and most readers of Parquet, as all names that begin with an underscore. */
    static final String ABOUT = "_honyaku";

    private static final String PREFIX = "run-";

    /** The folder of all runs that write to {@code output}. */
    static Path rootFor(Path output) {
        return new Path(output.getParent(), "." + output.getName() + ".honyaku");
    }

    static WorkFolder create(FileContext files, Path output, String runId) throws IOException {
        var folder = new WorkFolder(new Path(rootFor(output), PREFIX + runId));
        files.mkdir(folder.path, FsPermission.getDirDefault(), true);
        return folder;
    }

    /** Those of all runs, dead and alive. */
    static List<WorkFolder> all(FileContext files, Path output) throws IOException {
        return Arrays.stream(files.util().listStatus(rootFor(output)))
                .filter(status -> status.getPath().getName().startsWith(PREFIX))
                .map(status -> new WorkFolder(status.getPath()))
                .toList();
    }

    /** The distinct texts. */
    Path pending() {
        return new Path(path, "pending");
    }

    /** The output before it is published; what it has replaced by an exchange, afterwards. */
    Path staged() {
        return new Path(path, "output");
    }

    /** What is told about the run in the staged output. */
    Path about() {
        return new Path(staged(), ABOUT);
    }

    /** Says that a Delta table is about to be made where there is nothing. */
    Path creating() {
        return new Path(path, "creating");
    }

    /** An empty Delta table. */
    Path trial() {
        return new Path(path, "trial");
    }

    /** The output that was there before, while it is being replaced by two renames. */
    Path replaced() {
        return new Path(path, "replaced");
    }

    void delete(FileContext files) throws IOException {
        files.delete(path, true);
    }
}
