package org.honyaku.job;

import java.util.regex.Pattern;
import org.apache.hadoop.fs.Path;

/** A point of a run, by what happens to a file there. */
enum NamedPoint {
    HALF_A_SIGNATURE_IN_THE_MEMORY(Operation.WRITE, "users/[^/]+", false),
    BEFORE_A_SIGNATURE_COUNTS(Operation.RENAME, "users/[^/]+", true),
    BEFORE_A_TASK_OF_A_WAVE_COMMITS(Operation.RENAME, "wave-\\d+/_temporary/0/_temporary/attempt_[^/]+", true),
    AFTER_A_TASK_OF_A_WAVE_COMMITS(Operation.RENAME, "wave-\\d+/_temporary/0/_temporary/attempt_[^/]+", false),
    BEFORE_A_WAVE_IS_PUBLISHED(Operation.RENAME, "work/[^/]+/wave-\\d+", true),
    AFTER_A_WAVE_IS_PUBLISHED(Operation.RENAME, "work/[^/]+/wave-\\d+", false),
    BEFORE_A_TASK_OF_THE_OUTPUT_COMMITS(
            Operation.RENAME, "run-[^/]+/output/_temporary/0/_temporary/attempt_[^/]+", true),
    AFTER_A_TASK_OF_THE_OUTPUT_COMMITS(
            Operation.RENAME, "run-[^/]+/output/_temporary/0/_temporary/attempt_[^/]+", false),
    DATA_WITHOUT_A_MANIFEST(Operation.WRITE, "_honyaku/run\\.json", true),
    HALF_A_MANIFEST(Operation.WRITE, "_honyaku/run\\.json", false),
    BEFORE_THE_PUBLICATION(Operation.CLOSE, "_honyaku/run\\.json", false),
    /** There is such a point only where the file system cannot exchange two folders. */
    IN_THE_PUBLICATION(Operation.RENAME, "out", false),
    AFTER_THE_PUBLICATION(Operation.DELETE, "\\.out\\.honyaku/run-[^/]+", true),
    BEFORE_THE_REPORT(Operation.NONE, "", true);

    /** What is done to a file. To write half of it is to write, and the point lies after the first half. */
    enum Operation {
        RENAME,
        WRITE,
        CLOSE,
        DELETE,
        /** No file is touched: the process says itself that it is there. */
        NONE
    }

    private final Operation operation;
    private final Pattern path;
    private final boolean before;

    NamedPoint(Operation operation, String path, boolean before) {
        this.operation = operation;
        this.path = Pattern.compile(".*/" + path);
        this.before = before;
    }

    boolean isAt(Operation now, Path file, boolean beforeIt) {
        return now == operation
                && beforeIt == before
                && path.matcher(file.toUri().getPath()).matches();
    }

    /** Whether the output has to be on a file system that cannot exchange folders. */
    boolean needsTwoRenames() {
        return this == IN_THE_PUBLICATION;
    }
}
