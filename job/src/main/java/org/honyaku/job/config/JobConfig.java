package org.honyaku.job.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.honyaku.job.UsedSetting;
import org.honyaku.job.UsedSetting.Source;

/** The settings of one run, read and checked. Immutable. */
public final class JobConfig {

    private final Map<Setting<?>, Object> values;
    private final Map<Setting<?>, Object> modelDefaults;
    private final Map<String, String> sparkSettings;

    JobConfig(Map<Setting<?>, Object> values, Map<String, String> sparkSettings) {
        this(values, Map.of(), sparkSettings);
    }

    private JobConfig(
            Map<Setting<?>, Object> values, Map<Setting<?>, Object> modelDefaults, Map<String, String> sparkSettings) {
        this.values = Map.copyOf(values);
        this.modelDefaults = Map.copyOf(modelDefaults);
        this.sparkSettings = Map.copyOf(sparkSettings);
    }

    /** What the user gave, else what the model folder states, else the default. */
    @SuppressWarnings("unchecked") // the loader stores under each setting what that setting's own type parsed
    public <T> T get(Setting<T> setting) {
        return (T) values.getOrDefault(setting, modelDefaults.getOrDefault(setting, setting.unset()));
    }

    /**
     * The same with one setting changed.
     *
     * @throws IllegalArgumentException if {@code text} is no value of the setting; the message says what it must be
     */
    public JobConfig with(Setting<?> setting, String text) {
        var changed = new HashMap<>(values);
        changed.put(setting, setting.read(setting.key(), text));
        return new JobConfig(changed, modelDefaults, sparkSettings);
    }

    /**
     * The same with defaults that a model folder states, by the names of their settings.
     *
     * @throws IllegalArgumentException if there is no such setting, or the text is no value of it
     */
    public JobConfig withModelDefaults(Map<String, String> stated) {
        var defaults = new HashMap<Setting<?>, Object>();
        stated.forEach((key, text) -> {
            Setting<?> setting =
                    Settings.find(key).orElseThrow(() -> new IllegalArgumentException("there is no setting " + key));
            defaults.put(setting, setting.read(key, text));
        });
        return new JobConfig(values, defaults, sparkSettings);
    }

    /** What holds for the settings of a group, and whose word it is. */
    public List<UsedSetting> used(SettingGroup group) {
        return Settings.of(Set.of(group)).stream().map(this::used).toList();
    }

    public boolean isGiven(Setting<?> setting) {
        return values.containsKey(setting);
    }

    private UsedSetting used(Setting<?> setting) {
        return new UsedSetting(setting.key(), String.valueOf(get(setting)), source(setting));
    }

    private Source source(Setting<?> setting) {
        if (isGiven(setting)) {
            return Source.GIVEN;
        }
        return modelDefaults.containsKey(setting) ? Source.MODEL_FOLDER : Source.DEFAULT;
    }

    /** Settings for Spark itself, by their full names. */
    public Map<String, String> sparkSettings() {
        return sparkSettings;
    }
}
