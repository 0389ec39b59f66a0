package org.honyaku.spark;

import java.io.Serializable;
import java.util.List;
import org.apache.spark.SparkContext;
import org.apache.spark.util.CollectionAccumulator;
import org.apache.spark.util.LongAccumulator;

/**
 * What tasks tell the driver while they run. For display only: a task that is tried again counts again, so the totals of a report
 * come from committed rows.
 *
 * @param rows that have their result
 * @param sourceCharacters of these rows, a measure of work done
 * @param promptTokens that the model read for these rows
 * @param outputTokens that the model wrote for these rows
 * @param modelLoads one line for each load of the model, from the task that waited first for it
 */
public record RunCounters(
        LongAccumulator rows,
        LongAccumulator sourceCharacters,
        LongAccumulator promptTokens,
        LongAccumulator outputTokens,
        CollectionAccumulator<String> modelLoads)
        implements Serializable {

    public static final String ROWS = "honyaku rows";
    public static final String SOURCE_CHARACTERS = "honyaku source characters";
    public static final String PROMPT_TOKENS = "honyaku prompt tokens";
    public static final String OUTPUT_TOKENS = "honyaku output tokens";
    public static final String MODEL_LOADS = "honyaku model loads";

    /** Counters of one run, known to Spark by the names above. */
    public static RunCounters register(SparkContext context) {
        return new RunCounters(
                context.longAccumulator(ROWS),
                context.longAccumulator(SOURCE_CHARACTERS),
                context.longAccumulator(PROMPT_TOKENS),
                context.longAccumulator(OUTPUT_TOKENS),
                context.collectionAccumulator(MODEL_LOADS));
    }

    /** The loads that the driver has heard of so far. */
    public List<String> loadsSoFar() {
        return List.copyOf(modelLoads.value());
    }

    void add(int characters, RowResult result) {
        rows.add(1L);
        sourceCharacters.add(characters);
        promptTokens.add(result.promptTokens());
        outputTokens.add(result.outputTokens());
    }
}
