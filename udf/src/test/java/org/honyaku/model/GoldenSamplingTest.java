package org.honyaku.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.honyaku.engine.Sampling;
import org.honyaku.engine.StepPlan.Draw;
import org.honyaku.engine.TokenIds;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class GoldenSamplingTest {

    private static final double TOLERANCE = 1e-6;
    private static final int EOS = 2000;

    private static TorchLanguageModel model;

    @BeforeAll
    static void load() {
        model = Golden.load(Golden.TINY, Precision.FP32);
    }

    @AfterAll
    static void close() {
        model.close();
    }

    @Test
    void everyRowKeepsTheReferencesTokensWithItsProbabilities() {
        List<JsonNode> rows = Golden.lines("sampling.jsonl").stream()
                .filter(row -> !row.has("error"))
                .toList();
        assertThat(rows).hasSize(64);
        for (JsonNode row : rows) {
            double[] chances = new Insight(model).chances(logits(row), draw(row, 0.5));
            int[] kept = IntStream.range(0, chances.length)
                    .filter(id -> chances[id] > 0)
                    .toArray();
            double[] expected = numbers(row.path("probs"));
            if (row.path("cut_in_tie").asBoolean()) {
                assertThat(sortedPositive(chances))
                        .as(row.path("id").asText())
                        .containsExactly(sortedPositive(expected), within(TOLERANCE));
            } else {
                assertThat(ints(row.path("kept_ids")))
                        .as(row.path("id").asText())
                        .contains(kept);
                assertThat(IntStream.of(ints(row.path("kept_ids")))
                                .mapToDouble(id -> chances[id])
                                .toArray())
                        .as(row.path("id").asText())
                        .containsExactly(expected, within(TOLERANCE));
            }
        }
    }

    @Test
    void whatTheReferenceRefusesIsRefused() {
        List<JsonNode> rows = Golden.lines("sampling.jsonl").stream()
                .filter(row -> row.has("error"))
                .toList();
        assertThat(rows).hasSize(5);
        for (JsonNode row : rows) {
            assertThatThrownBy(() -> draw(row, 0.5)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static float[] logits(JsonNode row) {
        JsonNode reference = row.path("logits_ref");
        if (reference.isMissingNode()) {
            double[] wide = numbers(row.path("logits"));
            float[] logits = new float[wide.length];
            IntStream.range(0, wide.length).forEach(i -> logits[i] = (float) wide[i]);
            return logits;
        }
        String folder = reference.path("folder").asText();
        float[] all = Golden.floats(
                folder + "/logits.safetensors", reference.path("case").asText());
        int first = reference.path("row").asInt() * model.vocabularySize();
        return Arrays.copyOfRange(all, first, first + model.vocabularySize());
    }

    private static Draw draw(JsonNode row, double uniform) {
        JsonNode settings = row.path("settings");
        Sampling sampling = new Sampling(
                true,
                settings.path("temperature").asDouble(1.0),
                settings.path("top_k").asInt(50),
                topP(settings.path("top_p").asDouble(1.0)),
                settings.path("repetition_penalty").asDouble(1.0));
        int[] context = ints(row.path("context_ids"));
        int outputs = context.length - row.path("prompt_len").asInt();
        boolean bans = outputs < settings.path("min_new_tokens").asInt(0);
        JsonNode eos = settings.path("eos_token_id");
        TokenIds eosIds = eos.isArray() ? Golden.ids(eos) : TokenIds.of(eos.asInt(EOS));
        return new Draw(
                sampling,
                bans ? eosIds : TokenIds.of(),
                sampling.penalises()
                        ? TokenIds.of(IntStream.of(context).distinct().toArray())
                        : TokenIds.of(),
                uniform);
    }

    /** The reference takes a 0, which keeps the best token alone; here that is written as greedy decoding, or as a tiny number. */
    private static double topP(double value) {
        return value == 0 ? Double.MIN_NORMAL : value;
    }

    private static double[] sortedPositive(double[] values) {
        return Arrays.stream(values).filter(value -> value > 0).sorted().toArray();
    }

    private static double[] numbers(JsonNode array) {
        return IntStream.range(0, array.size())
                .mapToDouble(i -> array.get(i).isTextual()
                        ? Double.parseDouble(array.get(i).asText())
                        : array.get(i).asDouble())
                .toArray();
    }

    private static int[] ints(JsonNode array) {
        return IntStream.range(0, array.size())
                .map(i -> array.get(i).intValue())
                .toArray();
    }
}
