package org.honyaku.job;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.honyaku.job.memory.Forgetting;
import org.honyaku.job.memory.MemoryFolder;
import org.honyaku.job.memory.MemorySummary;

/** Looks into a translation memory, and takes out of it what is asked. */
public final class MemoryInspection {

    private MemoryInspection() {}

    /**
     * Forgets what is named, and says what is in the memory then.
     *
     * @param location of the memory
     * @param forgotten names: the beginning of a settings' id or of a model's digest, or {@link Forgetting#FAILED}
     * @throws UserException if there is no memory, or if a name means nothing
     */
    public static MemorySummary run(SparkSession spark, String location, List<String> forgotten) {
        Configuration hadoop = spark.sparkContext().hadoopConfiguration();
        try {
            requireMemory(hadoop, location);
            try (MemoryFolder memory = MemoryFolder.open(
                    hadoop, location, MemoryLocation.user(UUID.randomUUID().toString()))) {
                if (!forgotten.isEmpty()) {
                    forget(new Forgetting(spark, memory), forgotten);
                }
                return MemorySummary.of(spark, memory);
            }
        } catch (FileAlreadyExistsException e) {
            throw new UserException(
                    ExitCode.TRY_AGAIN,
                    "a run has compacted the memory " + location + " at the same time; try again",
                    e);
        } catch (Exception | FSError e) { // Spark throws what it does not declare
            throw RunFailure.ofMemory(e, location);
        }
    }

    private static void requireMemory(Configuration hadoop, String location) throws IOException {
        var asked = new Path(location);
        FileContext files = FileContext.getFileContext(asked.toUri(), hadoop);
        if (!files.util().exists(asked)) {
            throw new UserException(
                    ExitCode.INPUT,
                    "there is no translation memory " + location
                            + "; a run's is in .NAME.memory beside its output NAME");
        }
        MemoryLocation.requireMemory(files, asked);
    }

    private static void forget(Forgetting forgetting, List<String> names) throws IOException {
        Set<String> settings = new TreeSet<>();
        for (String name : names) {
            Set<String> found = name.equals(Forgetting.FAILED) ? Set.of() : forgetting.find(name);
            if (found.isEmpty() && !name.equals(Forgetting.FAILED)) {
                throw new UserException(
                        ExitCode.USAGE,
                        "nothing in the memory is called " + name
                                + "; --forget takes the id of settings or the digest of a model as they are listed, or failed");
            }
            settings.addAll(found);
        }
        forgetting.forget(settings, names.contains(Forgetting.FAILED));
    }
}
