package org.honyaku.job;

import java.io.IOException;
import java.util.Arrays;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.honyaku.job.memory.MemoryFolder;
import org.honyaku.job.memory.MemoryUser;
import org.honyaku.job.storage.RunOwner;

/** Where the translation memory of a run is: where the user says, else in {@code .NAME.memory} beside the output. */
final class MemoryLocation {

    private static final Set<String> OBJECT_STORES =
            Set.of("s3", "s3a", "s3n", "gs", "wasb", "wasbs", "oss", "cosn", "swift");

    private MemoryLocation() {}

    /** The memory's folder, which may not exist yet. */
    static String of(TranslationRun run) {
        return run.memory().orElseGet(() -> {
            var output = new Path(run.output());
            return new Path(output.getParent(), "." + output.getName() + ".memory").toString();
        });
    }

    /**
     * The memory's folder for a run that is about to use it.
     *
     * @throws UserException if it is the input's or the output's folder or lies in one of them, or holds something else
     */
    static String check(Configuration hadoop, TranslationRun run) throws IOException {
        String location = of(run);
        if (isOnObjectStore(hadoop, location)) {
            throw new UserException(
                    ExitCode.USAGE,
                    "the translation memory " + location
                            + " would lie on an object store, which cannot rename a folder in one step; choose a folder on HDFS or a shared disk with --memory");
        }
        Path memory = OutputFolder.qualified(hadoop, location);
        for (String other : new String[] {run.input(), run.output()}) {
            if ((memory + Path.SEPARATOR).startsWith(OutputFolder.qualified(hadoop, other) + Path.SEPARATOR)) {
                throw new UserException(
                        ExitCode.USAGE,
                        "the translation memory " + memory + " lies in " + other
                                + ", where its files would be taken for rows; choose another folder with --memory");
            }
        }
        requireMemory(FileContext.getFileContext(memory.toUri(), hadoop), memory);
        return location;
    }

    /** Whether a folder cannot be renamed there in one step. */
    static boolean isOnObjectStore(Configuration hadoop, String location) {
        String scheme = new Path(location).toUri().getScheme();
        return OBJECT_STORES.contains(
                scheme == null ? FileSystem.getDefaultUri(hadoop).getScheme() : scheme);
    }

    /**
     * Makes sure that a folder is a memory, or may become one.
     *
     * @throws UserException if there is something else in it
     */
    static void requireMemory(FileContext files, Path memory) throws IOException {
        if (!files.util().exists(memory)) {
            return;
        }
        Set<String> ours = MemoryFolder.FOLDERS;
        FileStatus[] found = files.util().listStatus(memory);
        Arrays.stream(found)
                .map(status -> status.getPath().getName())
                .filter(name -> !ours.contains(name))
                .sorted()
                .findFirst()
                .ifPresent(foreign -> {
                    throw new UserException(
                            ExitCode.USAGE,
                            "the folder " + memory + " is no translation memory, since it holds " + foreign
                                    + "; choose another with --memory");
                });
    }

    /** This process as somebody who works with a memory. */
    static MemoryUser user(String runId) {
        return new MemoryUser(runId, RunOwner.thisProcess().line(), line -> RunOwner.parse(line)
                .flatMap(RunOwner::isRunning));
    }
}
