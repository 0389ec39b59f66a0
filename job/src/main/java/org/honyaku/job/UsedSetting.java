package org.honyaku.job;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A setting of a run with the value that holds in the end, and whose word it is.
 *
 * @param name as in the configuration file
 */
public record UsedSetting(String name, String value, Source source) {

    /** Whose word a value is; a later one goes before an earlier one. */
    public enum Source {
        /** Nobody said anything. */
        DEFAULT("default"),
        /** The model folder: generation_config.json, or config.json and tokenizer_config.json. */
        MODEL_FOLDER("model folder"),
        /** The user: configuration file, {@code --set} or flag. */
        GIVEN("given"),
        /** The model folder states it, and nothing here does what it says. */
        NOT_USED("not used");

        private final String words;

        Source(String words) {
            this.words = words;
        }

        /** For people. */
        public String words() {
            return words;
        }
    }

    /** All settings in a few lines, by whose word they are: {@code model folder: do_sample true, top_p 0.8}. */
    public static String describe(List<UsedSetting> settings) {
        return Arrays.stream(Source.values())
                .filter(source -> settings.stream().anyMatch(setting -> setting.source() == source))
                .map(source -> String.format(Locale.ROOT, "  %-13s %s", source.words() + ":", list(settings, source)))
                .collect(Collectors.joining("\n", "Generation settings\n", ""));
    }

    private static String list(List<UsedSetting> settings, Source source) {
        return settings.stream()
                .filter(setting -> setting.source() == source)
                .map(setting -> setting.name() + " " + setting.value())
                .collect(Collectors.joining(", "));
    }
}
