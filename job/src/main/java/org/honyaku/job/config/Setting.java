package org.honyaku.job.config;

import java.util.Locale;
import java.util.Optional;

/**
 * One row of the table of settings.
 *
 * @param key its name in the file and after {@code --set}; the flag is the same with dashes
 * @param group what it belongs to; a command takes whole groups
 * @param type how its text is read
 * @param defaultText the default as the user would write it; empty where {@code unset} holds without one
 * @param unset the value that holds where nothing is given
 * @param description one or two sentences for help and file, ending in a full stop
 * @param whenUnset what holds without a value, in words; empty where that is the default and nothing else
 */
public record Setting<T>(
        String key,
        SettingGroup group,
        ValueType<T> type,
        String defaultText,
        T unset,
        String description,
        String whenUnset) {

    static <T> Setting<T> of(
            String key, SettingGroup group, ValueType<T> type, String defaultText, String description) {
        return new Setting<>(key, group, type, defaultText, type.parse(defaultText), description, "");
    }

    /** A setting of generating, for which the model folder may have a default of its own. */
    static <T> Setting<T> statedByModel(String key, ValueType<T> type, String defaultText, String description) {
        return new Setting<>(
                key,
                SettingGroup.GENERATION,
                type,
                defaultText,
                type.parse(defaultText),
                description,
                defaultText + " where the model folder's generation_config.json says nothing");
    }

    static <T> Setting<Optional<T>> optional(
            String key, SettingGroup group, ValueType<T> type, String whenUnset, String description) {
        return new Setting<>(key, group, type.orUnset(), "", Optional.empty(), description, whenUnset);
    }

    /**
     * Reads a value of this setting.
     *
     * @param subject begins the message where it cannot be read, such as {@code --top-p}
     * @throws IllegalArgumentException with a message for the user
     */
    T read(String subject, String text) {
        try {
            return type.parse(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(subject + " " + e.getMessage() + ", but is \"" + text + "\"", e);
        }
    }

    /** The option of the command line, such as {@code --text-column}. */
    public String flag() {
        return "--" + key.replace('_', '-').toLowerCase(Locale.ROOT);
    }

    public boolean isFlag() {
        return type.label().equals(ValueType.FLAG.label());
    }

    /** What holds where nothing is given, for help texts. */
    public String defaultDescription() {
        if (!whenUnset.isEmpty()) {
            return whenUnset;
        }
        return defaultText.isEmpty() ? "empty" : defaultText;
    }
}
