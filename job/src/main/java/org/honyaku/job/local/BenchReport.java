package org.honyaku.job.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.honyaku.model.StepTimes;
import org.honyaku.text.TranslationPrompt;

/** The result of a benchmark as one line of JSON, with everything beside the speed that is needed to compare it with another. */
public final class BenchReport {

    private BenchReport() {}

    /**
     * Runs {@code workload} on {@code model}.
     *
     * @param prompt makes the prompts from the rows' texts; empty to take the ids in the file
     */
    public static String measure(LocalModel model, Workload workload, Optional<TranslationPrompt> prompt) {
        List<BenchRow> rows = prompt.map(workload::withPromptsOfText)
                .orElseGet(() -> workload.withPromptsOfFile(model.model().vocabularySize()));
        Benchmark benchmark =
                new Benchmark(model.engine(), rows, model.settings().maxSequences());
        Measurement measurement = benchmark.run();
        ObjectNode result = JsonRow.JSON.createObjectNode();
        result.put("model", model.folder().path().toString());
        result.put("device", model.model().device());
        result.put("precision", model.model().precision().label());
        result.put("linear_layers", model.model().linearLayers());
        result.put("slots", model.settings().maxSequences());
        result.put("lanes", model.engine().lanes());
        result.put("slot_tokens", model.model().kvLayout().slotTokens());
        result.put("step_tokens", model.settings().maxStepTokens());
        result.put("retokenized", prompt.isPresent());
        measurement.describeIn(result);
        result.put("load_seconds", model.loadSeconds());
        PeakMemory.mebibytes().ifPresent(peak -> result.put("peak_rss_mb", peak));
        PageFaults.soFar().ifPresent(faults -> result.put("page_faults", faults));
        if (model.model().device().equals("cpu")) {
            describe(benchmark.profile(model.model()), result);
        }
        return line(result);
    }

    /** After everything else: the profiler takes time and memory. On a GPU it would see how long it takes to ask for work, not the work. */
    private static void describe(StepTimes times, ObjectNode result) {
        result.put("share_linear", times.linear() / times.all());
        result.put("share_attention", times.attention() / times.all());
        result.put("share_sampling", times.sampling() / times.all());
        result.put("share_rest", times.rest() / times.all());
    }

    private static String line(ObjectNode result) {
        try {
            return JsonRow.JSON.writeValueAsString(result);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of plain values is always JSON", e);
        }
    }
}
