package org.honyaku.job.local;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.honyaku.engine.EngineStats;

/**
 * What a benchmark measured.
 *
 * @param lanes of the engine, whose times add up in its statistics
 * @param seconds from the first submission to the last result
 * @param tailSeconds at the end, when no more rows waited and half of the sequences or more were done
 * @param firstTokenSeconds one prompt to its first token, alone on the engine
 * @param startToFirstTokenSeconds from the start of the JVM to the first token of the first prompt, loading the model inside
 */
record Measurement(
        List<BenchRow> rows,
        int sharedTokens,
        int lanes,
        double seconds,
        double tailSeconds,
        double firstTokenSeconds,
        double startToFirstTokenSeconds,
        EngineStats before,
        EngineStats after) {

    private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

    Measurement {
        rows = List.copyOf(rows);
    }

    void describeIn(ObjectNode result) {
        long outputTokens = rows.stream().mapToLong(BenchRow::outputTokens).sum();
        result.put("rows", rows.size());
        result.put(
                "prompt_tokens",
                rows.stream().mapToLong(row -> row.promptIds().size()).sum());
        result.put("shared_tokens", sharedTokens);
        result.put("output_tokens", outputTokens);
        result.put("seconds", seconds);
        result.put("output_tokens_per_second", outputTokens / seconds);
        result.put("rows_per_second", rows.size() / seconds);
        result.put("tail_seconds", tailSeconds);
        result.put("first_token_seconds", firstTokenSeconds);
        result.put("start_to_first_token_seconds", startToFirstTokenSeconds);
        result.put("steps", after.steps() - before.steps());
        result.put("prefill_seconds", secondsOfEachLane(after.prefillNanos() - before.prefillNanos()));
        result.put("decode_seconds", secondsOfEachLane(after.decodeNanos() - before.decodeNanos()));
    }

    private double secondsOfEachLane(long nanos) {
        return nanos / NANOS_PER_SECOND / lanes;
    }
}
