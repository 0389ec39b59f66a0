package org.honyaku.job;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.Success$;
import org.apache.spark.scheduler.AccumulableInfo;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorMetricsUpdate;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.honyaku.spark.RunCounters;
import scala.collection.Iterable;
import scala.jdk.javaapi.CollectionConverters;

/**
 * How far the tasks are, by their heartbeats ({@code spark.executor.heartbeatInterval}, 10 s by default) and their ends. An
 * accumulator's own value on the driver moves only when a task ends.
 */
final class LiveCounters extends SparkListener {

    private final Map<Long, Counts> tasks = new ConcurrentHashMap<>();

    /** What tasks have done, in the units of {@link RunCounters}. */
    record Counts(long rows, long sourceCharacters, long promptTokens, long outputTokens) {

        static final Counts NONE = new Counts(0, 0, 0, 0);

        Counts plus(Counts other) {
            return new Counts(
                    rows + other.rows,
                    sourceCharacters + other.sourceCharacters,
                    promptTokens + other.promptTokens,
                    outputTokens + other.outputTokens);
        }

        private Counts with(AccumulableInfo counter) {
            String name = counter.name().getOrElse(() -> "");
            if (!(counter.update().getOrElse(() -> null) instanceof Long value)) {
                return this;
            }
            return switch (name) {
                case RunCounters.ROWS -> new Counts(value, sourceCharacters, promptTokens, outputTokens);
                case RunCounters.SOURCE_CHARACTERS -> new Counts(rows, value, promptTokens, outputTokens);
                case RunCounters.PROMPT_TOKENS -> new Counts(rows, sourceCharacters, value, outputTokens);
                case RunCounters.OUTPUT_TOKENS -> new Counts(rows, sourceCharacters, promptTokens, value);
                default -> this;
            };
        }
    }

    /** Of all tasks that have not failed. */
    Counts total() {
        return tasks.values().stream().reduce(Counts.NONE, Counts::plus);
    }

    @Override
    public void onExecutorMetricsUpdate(SparkListenerExecutorMetricsUpdate update) {
        CollectionConverters.asJava(update.accumUpdates()).forEach(task -> put((Long) task._1(), task._4()));
    }

    @Override
    public void onTaskEnd(SparkListenerTaskEnd end) {
        if (end.reason() == Success$.MODULE$) {
            put(end.taskInfo().taskId(), end.taskInfo().accumulables());
        } else {
            tasks.remove(end.taskInfo().taskId());
        }
    }

    private void put(long task, Iterable<AccumulableInfo> counters) {
        Counts counts = Counts.NONE;
        for (AccumulableInfo counter : CollectionConverters.asJava(counters)) {
            counts = counts.with(counter);
        }
        if (counts.rows() > 0) {
            tasks.put(task, counts);
        }
    }
}
