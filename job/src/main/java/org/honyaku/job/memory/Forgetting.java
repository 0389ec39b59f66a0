package org.honyaku.job.memory;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.not;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Takes texts out of a memory: a new generation without them takes the place of what there is. A run that works with the memory
 * meanwhile keeps what it has opened.
 */
public final class Forgetting {

    /** All texts that have no translation. */
    public static final String FAILED = "failed";

    private final MemoryFolder memory;
    private final SparkSession spark;

    public Forgetting(SparkSession spark, MemoryFolder memory) {
        this.spark = spark;
        this.memory = memory;
    }

    /** The ids of settings that {@code name} means: it begins such an id, or the digest of a model. */
    public Set<String> find(String name) throws IOException {
        var found = new TreeSet<String>();
        memory.settings().forEach((id, settings) -> {
            if (id.startsWith(name) || settings.digest().startsWith(name)) {
                found.add(id);
            }
        });
        return found;
    }

    /**
     * Forgets texts.
     *
     * @param settings ids of which everything goes
     * @param failed whether failed texts go, too
     */
    public void forget(Set<String> settings, boolean failed) throws IOException {
        MemoryContents contents = memory.list();
        Dataset<Row> best = MemoryRows.best(MemoryRows.all(spark, contents));
        Column kept = not(col(MemoryRows.SETTINGS).isin(settings.toArray()));
        Compaction.replace(spark, memory, contents, best.filter(failed ? kept.and(MemoryRows.isDone()) : kept));
        memory.dropSettings(List.copyOf(settings));
    }
}
