package org.honyaku.job.memory;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * Where things lie in a memory.
 *
 * <pre>
 * generations/generation-000007/   compacted: each key once; _merged names the waves that are in it
 * waves/RUN-3/                     published since
 * settings/ID.json                 what a translation was asked for
 * users/RUN                        signatures of who works with the memory now
 * work/RUN/                        what is not published
 * journals/RUN/                    which texts executors were at; what is left there is of those that died
 * </pre>
 */
record MemoryLayout(Path root) {

    private static final String GENERATION = "generation-";

    Path generations() {
        return new Path(root, "generations");
    }

    Path generation(int number) {
        return new Path(generations(), GENERATION + "%06d".formatted(number));
    }

    /** The names of the waves that went into a generation, one a line. Spark does not look at names that begin so. */
    static Path merged(Path generation) {
        return new Path(generation, "_merged");
    }

    Path waves() {
        return new Path(root, "waves");
    }

    Path settings() {
        return new Path(root, "settings");
    }

    Path users() {
        return new Path(root, "users");
    }

    Path work() {
        return new Path(root, "work");
    }

    Path journals() {
        return new Path(root, "journals");
    }

    /** The last one of {@code generations}. */
    static Optional<Path> last(FileStatus[] generations) {
        return Arrays.stream(generations)
                .map(FileStatus::getPath)
                .filter(path -> path.getName().startsWith(GENERATION))
                .max(Comparator.comparing(Path::getName));
    }

    static int number(Path generation) {
        return Integer.parseInt(generation.getName().substring(GENERATION.length()));
    }
}
