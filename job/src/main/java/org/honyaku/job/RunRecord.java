package org.honyaku.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.honyaku.job.input.FileFormat;
import org.honyaku.spark.ModelSettings;
import org.honyaku.spark.PromptSettings;

/** What is stored with an output about the run that made it: {@code _honyaku/run.json}. */
final class RunRecord {

    static final String FILE = "run.json";

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private RunRecord() {}

    /**
     * The record as UTF-8.
     *
     * @param format that the input was read in
     */
    static byte[] of(TranslationRun run, FileFormat format, RunReport report, Instant finished) {
        ObjectNode record = JSON.createObjectNode();
        record.put("finished", finished.toString());
        record.put("seconds", report.total().toMillis() / 1000.0);
        record.put("input", run.input());
        record.put("input_format", format.code());
        record.put("output_format", run.outputFormat().code());
        record.put("text_column", run.textColumn());
        record.put("output_prefix", run.outputPrefix());
        describe(run.translate().model(), report, record.putObject("model"));
        describe(run.translate().prompt(), record.putObject("prompt"));
        ObjectNode generation = record.putObject("generation");
        run.generation().forEach(setting -> generation
                .putObject(setting.name())
                .put("value", setting.value())
                .put("from", setting.source().words()));
        describe(report, record.putObject("rows"));
        try {
            return (JSON.writeValueAsString(record) + "\n").getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record of plain values is always JSON", e);
        }
    }

    private static void describe(ModelSettings model, RunReport report, ObjectNode record) {
        record.put("folder", model.folder());
        record.put("digest", model.digest());
        record.put("device", model.device());
        record.put("precision", model.precision());
        var loads = record.putArray("loads");
        report.modelLoads().forEach(loads::add);
    }

    private static void describe(PromptSettings prompt, ObjectNode record) {
        record.put("direction", prompt.direction());
        record.put("instruction", prompt.instruction());
        record.put("template", prompt.template());
    }

    private static void describe(RunReport report, ObjectNode record) {
        record.put("all", report.published().allRows());
        ObjectNode byStatus = record.putObject("by_status");
        report.published().rows().forEach((status, rows) -> byStatus.put(status.columnValue(), rows));
        record.put("malformed", report.malformed().count());
        record.put("prompt_tokens", report.published().promptTokens());
        record.put("output_tokens", report.published().outputTokens());
    }
}
