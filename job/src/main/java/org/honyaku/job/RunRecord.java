package org.honyaku.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.honyaku.spark.ModelSettings;
import org.honyaku.spark.PromptSettings;
import org.honyaku.spark.RowStatus.Verdict;

/**
 * The manifest of an output: {@code _honyaku/run.json}, written last and published with the output in one step. It says what the run
 * read, with which settings it translated, what became of the rows, and which files it wrote. It grows with the number of files, never
 * with that of rows.
 */
final class RunRecord {

    static final String FILE = "run.json";

    /** Goes up when a reader of the old form would misread the new one. */
    private static final int FORMAT_VERSION = 1;

    static final String FINGERPRINT = "fingerprint";

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private RunRecord() {}

    /**
     * The manifest as JSON.
     *
     * @param runId as it stands in the rows of the translation memory
     */
    static String of(
            String runId,
            TranslationRun run,
            InputCensus input,
            List<OutputFile> output,
            RunReport report,
            Instant finished) {
        ObjectNode record = JSON.createObjectNode();
        record.put("format_version", FORMAT_VERSION);
        record.put("run", runId);
        record.put("started", finished.minus(report.total()).toString());
        record.put("finished", finished.toString());
        record.put("seconds", report.total().toMillis() / 1000.0);
        record.setAll(asked(run, input));
        var loads = record.withObject("/model").putArray("loads");
        report.modelLoads().forEach(loads::add);
        describe(report, record.putObject("rows"));
        describeGenerated(report, record.putObject("translated"));
        describe(run, report, output, record.putObject("output"));
        return json(record);
    }

    /** What a run is asked to do with which input: known before it has done anything. */
    static ObjectNode asked(TranslationRun run, InputCensus input) {
        ObjectNode asked = JSON.createObjectNode();
        describe(run, input, asked.putObject("input"));
        asked.put("settings", run.settingsId());
        asked.put("output_format", run.outputFormat().code());
        describe(run.translate().model(), asked.putObject("model"));
        describe(run.translate().prompt(), asked.putObject("prompt"));
        ObjectNode generation = asked.putObject("generation");
        run.generation().forEach(setting -> generation
                .putObject(setting.name())
                .put("value", setting.value())
                .put("from", setting.source().words()));
        return asked;
    }

    private static void describe(TranslationRun run, InputCensus input, ObjectNode record) {
        record.put("path", run.input());
        record.put("format", input.format().code());
        record.put("text_column", run.textColumn());
        record.put("rows", input.rows());
        record.put("bytes", input.bytes());
        var files = record.putArray("files");
        input.files().forEach(file -> files.addObject()
                .put("file", InputFiles.describe(file.file()))
                .put("bytes", file.bytes())
                .put("modified", Instant.ofEpochMilli(file.modifiedMillis()).toString())
                .put("rows", file.rows()));
    }

    private static void describe(ModelSettings model, ObjectNode record) {
        record.put("folder", model.folder());
        record.put("digest", model.digest());
        record.put("device", model.device());
        record.put("precision", model.precision());
    }

    private static void describe(PromptSettings prompt, ObjectNode record) {
        record.put("direction", prompt.direction());
        record.put("instruction", prompt.instruction());
        record.put("template", prompt.template());
    }

    private static void describe(RunReport report, ObjectNode record) {
        Totals rows = report.published();
        record.put("all", rows.allRows());
        record.put("ok", rows.rows(Verdict.OK));
        record.put("flagged", rows.rows(Verdict.FLAGGED));
        record.put("failed", rows.rows(Verdict.FAILED));
        record.put("nothing_to_do", rows.rows(Verdict.NOTHING_TO_DO));
        ObjectNode byStatus = record.putObject("by_status");
        rows.rows().forEach((status, count) -> byStatus.put(status.columnValue(), count));
        record.put("malformed", report.malformed().count());
        record.put("reused", rows.reusedRows());
        record.put("prompt_tokens", rows.promptTokens());
        record.put("output_tokens", rows.outputTokens());
        record.put(
                FINGERPRINT, rows.fingerprint().map(BigDecimal::toPlainString).orElse(null));
        record.put("max_failed_share", report.maxFailedShare());
    }

    private static void describeGenerated(RunReport report, ObjectNode record) {
        record.put("texts", report.generated().allRows());
        record.put("prompt_tokens", report.generated().promptTokens());
        record.put("output_tokens", report.generated().outputTokens());
        record.put("seconds", report.translating().toMillis() / 1000.0);
    }

    private static void describe(TranslationRun run, RunReport report, List<OutputFile> output, ObjectNode record) {
        record.put("prefix", run.outputPrefix());
        record.put("rows", report.published().allRows());
        if (run.outputFormat() == OutputFormat.DELTA) {
            return; // a table's files are in its own log
        }
        record.put("bytes", output.stream().mapToLong(OutputFile::bytes).sum());
        var files = record.putArray("files");
        output.forEach(file -> files.addObject()
                .put("file", file.name())
                .put("bytes", file.bytes())
                .put("rows", file.rows())
                .put("sha256", file.sha256()));
    }

    private static String json(ObjectNode record) {
        try {
            return JSON.writeValueAsString(record) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record of plain values is always JSON", e);
        }
    }
}
