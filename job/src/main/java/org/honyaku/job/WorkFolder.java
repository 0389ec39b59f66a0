package org.honyaku.job;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Optional;
import org.apache.hadoop.fs.CreateFlag;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.Options.CreateOpts;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsPermission;

/**
 * Where a run works until its output is published: {@code .NAME.honyaku/RUN} beside the output, so that a rename publishes it. Names
 * that begin with a dot are not seen by readers of the folder around it.
 *
 * @param path of the run
 */
record WorkFolder(Path path) {

    /** The folder of all runs that write to {@code output}. */
    static Path rootFor(Path output) {
        return new Path(output.getParent(), "." + output.getName() + ".honyaku");
    }

    /** Makes the folder of a run and signs it. */
    static WorkFolder create(FileContext files, Path output, String runId) throws IOException {
        var folder = new WorkFolder(new Path(rootFor(output), runId));
        files.mkdir(folder.path, FsPermission.getDirDefault(), true);
        try (var out = files.create(folder.owner(), EnumSet.of(CreateFlag.CREATE), CreateOpts.createParent())) {
            out.write(RunOwner.thisProcess().line().getBytes(StandardCharsets.UTF_8));
        }
        return folder;
    }

    /** The distinct texts. */
    Path pending() {
        return new Path(path, "pending");
    }

    /** One row for each distinct text. */
    Path results() {
        return new Path(path, "results");
    }

    /** The output before it is published. */
    Path staged() {
        return new Path(path, "output");
    }

    /** The output that was there before, while it is being replaced. */
    Path replaced() {
        return new Path(path, "replaced");
    }

    /** Who signed the folder, or nothing where nobody did. */
    Optional<RunOwner> readOwner(FileContext files) throws IOException {
        if (!files.util().exists(owner())) {
            return Optional.empty();
        }
        try (var in = files.open(owner())) {
            return RunOwner.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    void delete(FileContext files) throws IOException {
        files.delete(path, true);
    }

    private Path owner() {
        return new Path(path, "owner");
    }
}
