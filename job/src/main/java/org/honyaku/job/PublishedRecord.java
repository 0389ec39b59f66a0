package org.honyaku.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.Path;

/**
 * The {@link RunRecord} of an output that is there.
 *
 * @param text as it was found, whatever it is
 */
record PublishedRecord(String text) {

    private static final JsonMapper JSON = new JsonMapper();

    /** What differs from run to run though nothing else does. */
    private static final List<String> ABOUT_THE_RUN = List.of("run", "started", "finished", "seconds", "translated");

    /** That of the output in {@code folder}. */
    static PublishedRecord of(FileContext files, Path folder) throws IOException {
        try (var in = files.open(new Path(new Path(folder, WorkFolder.ABOUT), RunRecord.FILE))) {
            return new PublishedRecord(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    /** Whether it is of a run that was asked the same, over an input whose files are as they were. */
    boolean isOf(TranslationRun run, InputCensus input) {
        ObjectNode asked = RunRecord.asked(run, input);
        List<String> names = asked.properties().stream().map(Map.Entry::getKey).toList();
        return lasting(text)
                .filter(found -> asked.toString().equals(found.retain(names).toString()))
                .isPresent();
    }

    /** Whether another record says the same of input, settings, rows and output. */
    boolean saysTheSameAs(String other) {
        return lasting(text).isPresent() && lasting(text).equals(lasting(other));
    }

    /** What is not about the run alone; empty if this is no record, or of rows that nobody can compare. */
    private static Optional<ObjectNode> lasting(String record) {
        try {
            if (JSON.readTree(record) instanceof ObjectNode node
                    && node.at("/rows/" + RunRecord.FINGERPRINT).isTextual()) {
                node.remove(ABOUT_THE_RUN);
                node.withObject("/model").remove("loads");
                node.withObject("/rows").remove("reused");
                return Optional.of(node);
            }
            return Optional.empty();
        } catch (JsonProcessingException | UnsupportedOperationException e) {
            return Optional.empty();
        }
    }
}
