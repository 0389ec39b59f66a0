package org.honyaku.job;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.UnsupportedFileSystemException;
import org.apache.hadoop.security.AccessControlException;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.delta.DeltaConcurrentModificationException;
import org.honyaku.job.input.InputException;
import org.honyaku.job.memory.TakenForDeadException;
import org.honyaku.job.storage.BusyException;
import org.honyaku.spark.EngineFailedException;

/** What Spark, the file system or an executor threw, said to whoever can do something about it. */
public final class RunFailure {

    /** How Linux, and Hadoop without native code, say that nothing more can be written. */
    private static final List<String> STORAGE_SYMPTOMS = List.of(
            "No space left on device",
            "Disk quota exceeded",
            "quota is exceeded",
            "quota of ",
            "Input/output error",
            "Permission denied",
            "Read-only file system",
            "Parent path is not a directory",
            "Mkdirs failed to create",
            "mkdir of ");

    /** The second one is about what a dead executor had computed for others. */
    private static final List<String> LOST_EXECUTORS =
            List.of("ExecutorLostFailure", "has failed the maximum allowable number of times");

    /** Hadoop's name node when it has just started or is not the one to ask, and Spark's own master. */
    private static final List<String> OUTAGES =
            List.of("SafeModeException", "StandbyException", "RetriableException", "All masters are unresponsive");

    private RunFailure() {}

    /** The failure with its exit code; one that nobody has an explanation for ends as an internal error. */
    static UserException of(Throwable failure, TranslationRun run) {
        List<Throwable> causes = causes(failure);
        return first(causes, UserException.class)
                .or(() -> first(causes, InputException.class)
                        .map(bad -> new UserException(ExitCode.INPUT, message(bad), bad)))
                .or(() -> first(causes, BusyException.class)
                        .map(busy -> new UserException(ExitCode.OUTPUT_BUSY, message(busy), busy)))
                .or(() -> first(causes, TakenForDeadException.class)
                        .map(dead -> new UserException(ExitCode.TRY_AGAIN, message(dead), dead)))
                .or(() -> overtaken(causes, run))
                .or(() -> inputFailure(causes, run))
                .or(() -> engineFailure(causes))
                .or(() -> storageFailure(causes, run))
                .or(() -> unknownFileSystem(causes))
                .or(() -> lostExecutor(causes))
                .or(() -> outage(causes))
                .orElseGet(() -> new UserException(ExitCode.INTERNAL_ERROR, firstLine(failure), failure));
    }

    /** Whether it may be that a file of the input has been changed under the run. */
    static boolean mayBeOfAChange(Exception failure, TranslationRun run) {
        ExitCode code = of(failure, run).exitCode();
        return code == ExitCode.INPUT || code == ExitCode.INTERNAL_ERROR;
    }

    /** Why Spark has not started. */
    public static UserException ofStart(Exception failure) {
        List<Throwable> causes = causes(failure);
        return outage(causes)
                .orElseGet(() -> new UserException(
                        ExitCode.USAGE,
                        "Spark cannot start: " + firstLine(failure)
                                + "; look at --master and at the settings whose names begin with spark.",
                        failure));
    }

    /** A service that others care for does not answer now. */
    private static Optional<UserException> outage(List<Throwable> causes) {
        return causes.stream()
                .filter(cause -> cause instanceof ConnectException
                        || cause instanceof UnknownHostException
                        || cause instanceof NoRouteToHostException
                        || cause instanceof SocketTimeoutException
                        || OUTAGES.stream()
                                .anyMatch(symptom -> String.valueOf(cause).contains(symptom)))
                .findFirst()
                .map(outage -> new UserException(
                        ExitCode.TRY_AGAIN,
                        "a service that the run needs does not answer: " + firstLine(outage)
                                + "; what is translated is kept, and the same command goes on when it answers again",
                        outage));
    }

    /** Delta refuses a commit where another program has changed the table since this one began. */
    private static Optional<UserException> overtaken(List<Throwable> causes, TranslationRun run) {
        return first(causes, DeltaConcurrentModificationException.class)
                .map(overtaken -> new UserException(
                        ExitCode.TRY_AGAIN,
                        "the output " + run.output() + " was changed by another program while it was being published: "
                                + firstLine(overtaken)
                                + "; nothing of this run is in it, and all translations are kept",
                        overtaken));
    }

    /** What went wrong with a translation memory where there is no run. */
    static UserException ofMemory(Throwable failure, String memory) {
        List<Throwable> causes = causes(failure);
        return first(causes, UserException.class).or(() -> lostExecutor(causes)).orElseGet(() -> {
            boolean known = failure instanceof IOException || causes.stream().anyMatch(RunFailure::isAboutStorage);
            return new UserException(
                    known ? ExitCode.OUTPUT : ExitCode.INTERNAL_ERROR,
                    "the translation memory " + memory + " cannot be used: " + deepest(failure),
                    failure);
        });
    }

    private static Optional<UserException> inputFailure(List<Throwable> causes, TranslationRun run) {
        return causes.stream().flatMap(cause -> inputFailure(cause, run)).findFirst();
    }

    private static Stream<UserException> inputFailure(Throwable cause, TranslationRun run) {
        if (!(cause instanceof SparkThrowable known) || known.getCondition() == null) {
            return Stream.empty();
        }
        String condition = known.getCondition();
        Map<String, String> parameters = known.getMessageParameters();
        String message = null;
        if (condition.equals("PATH_NOT_FOUND")) {
            message = "the input " + run.input() + " does not exist";
        } else if (condition.equals("UNABLE_TO_INFER_SCHEMA")) {
            message = "the input " + run.input() + " holds no Parquet file";
        } else if (condition.startsWith("FAILED_READ_FILE")) {
            String path = InputFiles.describe(String.valueOf(parameters.get("path")));
            if (FilePlaces.mentions(path, MemoryLocation.of(run))) {
                return Stream.of(new UserException(
                        ExitCode.OUTPUT,
                        "the file " + path + " of the translation memory cannot be read: " + deepest(cause)
                                + "; remove it, and what was in it is translated again",
                        cause));
            }
            if (FilePlaces.mentions(
                    path, WorkFolder.rootFor(new Path(run.output())).toString())) {
                return Stream.of(new UserException(
                        ExitCode.OUTPUT,
                        "the file " + path + ", which this run has written, cannot be read again: " + deepest(cause),
                        cause));
            }
            message = "the input file " + path + " cannot be read: " + deepest(cause) + "; mend or remove it";
        }
        return message == null ? Stream.empty() : Stream.of(new UserException(ExitCode.INPUT, message, cause));
    }

    private static Optional<UserException> engineFailure(List<Throwable> causes) {
        return first(causes, EngineFailedException.class)
                .map(failed -> new UserException(exitCode(failed.remedy()), message(failed), failed));
    }

    private static ExitCode exitCode(EngineFailedException.Remedy remedy) {
        return switch (remedy) {
            case MODEL_FOLDER -> ExitCode.MODEL;
            case SETTINGS -> ExitCode.USAGE;
            case TRY_AGAIN -> ExitCode.TRY_AGAIN;
        };
    }

    private static Optional<UserException> storageFailure(List<Throwable> causes, TranslationRun run) {
        return causes.stream().filter(RunFailure::isAboutStorage).findFirst().map(cause -> storageFailure(cause, run));
    }

    private static UserException storageFailure(Throwable cause, TranslationRun run) {
        return FilePlaces.mentions(message(cause), run.input())
                ? new UserException(
                        ExitCode.INPUT, "the input " + run.input() + " cannot be read: " + firstLine(cause), cause)
                : new UserException(
                        ExitCode.OUTPUT,
                        "the output " + run.output() + " cannot be written: " + firstLine(cause),
                        cause);
    }

    private static Optional<UserException> unknownFileSystem(List<Throwable> causes) {
        return causes.stream()
                .filter(cause -> cause instanceof UnsupportedFileSystemException
                        || message(cause).matches("(?s)Class org\\.apache\\.hadoop\\.fs\\..* not found"))
                .findFirst()
                .map(unknown -> new UserException(
                        ExitCode.USAGE,
                        "there is nothing here that knows this file system: " + firstLine(unknown)
                                + "; give its jars to Spark (spark.jars.packages), or mend the address",
                        unknown));
    }

    private static Optional<UserException> lostExecutor(List<Throwable> causes) {
        return causes.stream()
                .filter(RunFailure::isAboutLostExecutors)
                .findFirst()
                .map(lost -> new UserException(
                        ExitCode.TRY_AGAIN, "executors were lost again and again: " + firstLine(lost), lost));
    }

    /** Whether Spark found files of which a column has several types. */
    static boolean isContradiction(Throwable failure) {
        return causes(failure).stream()
                .anyMatch(cause -> cause instanceof SparkThrowable known
                        && String.valueOf(known.getCondition()).startsWith("CANNOT_MERGE_SCHEMAS"));
    }

    /** Whether Spark has given a job up because executors died under it. */
    static boolean isLostExecutor(Throwable failure) {
        return causes(failure).stream().anyMatch(RunFailure::isAboutLostExecutors);
    }

    private static boolean isAboutLostExecutors(Throwable cause) {
        return LOST_EXECUTORS.stream().anyMatch(symptom -> message(cause).contains(symptom));
    }

    /** Hadoop's own error about the local disk says nothing that its cause does not say better. */
    private static boolean isAboutStorage(Throwable cause) {
        return cause instanceof AccessDeniedException
                || cause instanceof AccessControlException
                || (!(cause instanceof FSError)
                        && STORAGE_SYMPTOMS.stream()
                                .anyMatch(symptom -> message(cause).contains(symptom)));
    }

    private static <T extends Throwable> Optional<T> first(List<Throwable> causes, Class<T> type) {
        return causes.stream().filter(type::isInstance).map(type::cast).findFirst();
    }

    private static List<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .limit(100)
                .toList();
    }

    private static String deepest(Throwable failure) {
        List<Throwable> causes = causes(failure);
        return firstLine(causes.get(causes.size() - 1));
    }

    private static String message(Throwable failure) {
        return failure.getMessage() == null
                ? failure.toString()
                : failure.getMessage().strip();
    }

    private static String firstLine(Throwable failure) {
        return message(failure).lines().findFirst().orElseGet(failure::toString);
    }
}
