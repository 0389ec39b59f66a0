package org.honyaku.job.local;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.honyaku.engine.GenerationRequest;
import org.honyaku.engine.Sampling;
import org.honyaku.engine.TokenIds;
import org.honyaku.job.config.JobConfig;
import org.honyaku.job.config.Setting;
import org.honyaku.job.config.SettingGroup;
import org.honyaku.job.config.Settings;
import org.honyaku.model.StopWords;
import org.honyaku.text.TextException;
import org.honyaku.text.TextTokenizer;

/** A line of {@code generate}'s input made into a request. What the line does not say, the run's settings say. */
final class PromptRow {

    private static final List<Setting<?>> CONTROLS = Settings.of(Set.of(SettingGroup.GENERATION));

    private static final Set<String> FIELDS = fields();

    private final JobConfig defaults;
    private final TextTokenizer tokenizer;
    private final TokenIds eosIds;

    PromptRow(JobConfig defaults, TextTokenizer tokenizer, TokenIds eosIds) {
        this.defaults = defaults;
        this.tokenizer = tokenizer;
        this.eosIds = eosIds;
    }

    /** @throws RowException with everything that is wrong with the line's settings at once */
    GenerationRequest request(JsonRow row) throws RowException {
        JobConfig config = controls(row);
        TokenIds prompt = prompt(row);
        if (prompt.isEmpty()) {
            throw new RowException("the prompt is empty; a model continues at least one token");
        }
        TokenIds ends = row.flag("ignore_eos") ? TokenIds.of() : eosIds;
        return new GenerationRequest(
                        prompt,
                        0,
                        config.get(Settings.MAX_NEW_TOKENS),
                        config.get(Settings.MIN_NEW_TOKENS),
                        ends,
                        new Sampling(
                                config.get(Settings.DO_SAMPLE),
                                config.get(Settings.TEMPERATURE),
                                config.get(Settings.TOP_K),
                                config.get(Settings.TOP_P),
                                config.get(Settings.REPETITION_PENALTY)),
                        row.has(Settings.SEED.key()) ? config.get(Settings.SEED) : prompt.hashCode())
                .stoppingAfter(
                        ends.isEmpty()
                                ? List.of()
                                : config.get(Settings.STOP_WORDS_IDS).sequences(ends));
    }

    private TokenIds prompt(JsonRow row) throws RowException {
        if (row.has("prompt") == row.has("prompt_ids")) {
            throw new RowException(
                    row.has("prompt") ? "has both prompt and prompt_ids" : "has neither prompt nor prompt_ids");
        }
        if (row.has("prompt_ids")) {
            return row.tokenIds("prompt_ids");
        }
        try {
            return TokenIds.of(tokenizer.encode(row.text("prompt")));
        } catch (TextException e) {
            throw new RowException(String.valueOf(e.getMessage()));
        }
    }

    private JobConfig controls(JsonRow row) throws RowException {
        var problems = new ArrayList<>(row.unknownFields(FIELDS));
        JobConfig config = defaults;
        for (Setting<?> setting : CONTROLS) {
            try {
                config = row.has(setting.key()) ? config.with(setting, text(row, setting)) : config;
            } catch (IllegalArgumentException e) {
                problems.add(String.valueOf(e.getMessage()));
            }
        }
        if (!problems.isEmpty()) {
            throw new RowException(String.join("; ", problems));
        }
        return config;
    }

    private static String text(JsonRow row, Setting<?> setting) {
        JsonNode value = row.find(setting.key()).orElseThrow();
        if (setting.equals(Settings.STOP_WORDS_IDS)) {
            return stopWords(value).toString();
        }
        if (value.isNumber() || value.isBoolean()) {
            return value.asText();
        }
        throw new IllegalArgumentException(
                setting.key() + " must be a JSON " + (setting.isFlag() ? "boolean" : "number") + ", but is " + value);
    }

    /** As the model folder writes them: {@code [[198, 198], [151645]]}. */
    private static StopWords stopWords(JsonNode value) {
        List<List<Integer>> lists = new ArrayList<>();
        for (JsonNode list : value) {
            List<Integer> ids = new ArrayList<>();
            list.forEach(id -> ids.add(id.isIntegralNumber() && id.canConvertToInt() ? id.intValue() : -1));
            lists.add(ids);
        }
        try {
            return new StopWords(lists);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    Settings.STOP_WORDS_IDS.key() + " " + e.getMessage() + ", but is " + value, e);
        }
    }

    private static Set<String> fields() {
        var fields = new HashSet<>(Set.of("id", "prompt", "prompt_ids", "ignore_eos"));
        CONTROLS.forEach(setting -> fields.add(setting.key()));
        return fields;
    }
}
