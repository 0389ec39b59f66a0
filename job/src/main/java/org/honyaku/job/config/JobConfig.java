package org.honyaku.job.config;

import java.util.HashMap;
import java.util.Map;

/** The settings of one run, read and checked. Immutable. */
public final class JobConfig {

    private final Map<Setting<?>, Object> values;
    private final Map<String, String> sparkSettings;

    JobConfig(Map<Setting<?>, Object> values, Map<String, String> sparkSettings) {
        this.values = Map.copyOf(values);
        this.sparkSettings = Map.copyOf(sparkSettings);
    }

    /** What the user gave, else the default. */
    @SuppressWarnings("unchecked") // the loader stores under each setting what that setting's own type parsed
    public <T> T get(Setting<T> setting) {
        return (T) values.getOrDefault(setting, setting.unset());
    }

    /**
     * The same with one setting changed.
     *
     * @throws IllegalArgumentException if {@code text} is no value of the setting; the message says what it must be
     */
    public JobConfig with(Setting<?> setting, String text) {
        var changed = new HashMap<>(values);
        changed.put(setting, setting.read(setting.key(), text));
        return new JobConfig(changed, sparkSettings);
    }

    /** Settings for Spark itself, by their full names. */
    public Map<String, String> sparkSettings() {
        return sparkSettings;
    }
}
