package org.honyaku.job.config;

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

    /** Settings for Spark itself, by their full names. */
    public Map<String, String> sparkSettings() {
        return sparkSettings;
    }
}
