package org.honyaku.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.honyaku.engine.EngineSettings;
import org.honyaku.engine.GenerationEngine;
import org.honyaku.engine.GenerationRequest;
import org.honyaku.engine.GenerationResult.Completed;
import org.honyaku.engine.TokenIds;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Qwen-1's stop_words_ids, as the rows of kind stop-words in controls.jsonl have them. */
class GoldenStopSequencesTest {

    @ParameterizedTest
    @ValueSource(strings = {Golden.TINY, Golden.TINY_FP32})
    void theEndFollowsAStopSequenceAsInTheReference(String folder) {
        List<GoldenRow> rows = GoldenRow.read(folder + "/controls.jsonl").stream()
                .filter(row -> row.kind().equals("stop-words"))
                .toList();
        assertThat(rows).hasSize(13);
        ModelOptions options = new ModelOptions(
                new DeviceChoice.Cpu(), Precision.FP32, OptionalInt.of(6), OptionalInt.of(512), 0.5, 1);
        TorchLanguageModel model = TorchLanguageModel.load(ModelFolder.open(Golden.path(folder)), options);
        try (GenerationEngine engine =
                GenerationEngine.start(model, EngineSettings.forCache(model.kvLayout(), 0, 0L))) {
            for (GoldenRow row : rows) {
                Completed result = (Completed) engine.submit(request(row)).join();
                assertThat(result.outputIds()).as(row.id()).isEqualTo(row.outputIds());
                assertThat(result.finishReason()).as(row.id()).isEqualTo(row.finishReason());
                int last = result.logprobs().size() - 1;
                assertThat((double) result.logprobs().get(last))
                        .as(row.id())
                        .isCloseTo(row.logprob(last), within(3e-4));
            }
        }
    }

    /** A list that is only the end of sequence itself stops nothing more, and the reference drops it. */
    private static GenerationRequest request(GoldenRow row) {
        GenerationRequest plain = row.request();
        List<TokenIds> stops = new ArrayList<>();
        for (JsonNode words : row.json().path("settings").path("stop_words_ids")) {
            stops.add(Golden.ids(words));
        }
        stops.remove(plain.eosIds());
        return new GenerationRequest(
                plain.promptIds(),
                0,
                plain.maxNewTokens(),
                plain.minNewTokens(),
                plain.eosIds(),
                plain.sampling(),
                plain.seed(),
                stops);
    }
}
