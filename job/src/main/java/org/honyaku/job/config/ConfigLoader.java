package org.honyaku.job.config;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Puts the settings of a run together. Later sources win: defaults, the file, {@code --set}, flags. Whatever is wrong in any of
 * them, overruled or not, goes to the problems.
 */
public final class ConfigLoader {

    private final Set<SettingGroup> groups;
    private final Problems problems;
    private final Map<Setting<?>, Object> values = new HashMap<>();
    private final Map<String, String> sparkSettings = new HashMap<>();

    /** @param groups what the command takes; the file may hold settings of other commands as well */
    public ConfigLoader(Set<SettingGroup> groups, Problems problems) {
        this.groups = Set.copyOf(groups);
        this.problems = problems;
    }

    /**
     * Reads every source. The result is only to be used where no problem was found.
     *
     * @param assignments of the form {@code key=value}
     * @param flags texts by setting
     */
    public JobConfig load(Optional<Path> file, List<String> assignments, Map<Setting<?>, String> flags) {
        file.ifPresent(path -> ConfigFile.read(path, problems).forEach(given -> apply(given, false)));
        assignments.forEach(this::assignment);
        flags.forEach((setting, text) -> apply(new GivenValue(setting.flag(), setting.key(), text), true));
        return new JobConfig(values, sparkSettings);
    }

    private void assignment(String text) {
        int equals = text.indexOf('=');
        if (equals < 1) {
            problems.add("--set " + text + " must have the form key=value");
        } else {
            String key = text.substring(0, equals).strip();
            apply(new GivenValue("--set " + key, key, text.substring(equals + 1)), true);
        }
    }

    private void apply(GivenValue given, boolean forThisCommand) {
        if (given.key().startsWith(Settings.SPARK_PREFIX)) {
            sparkSettings.put(given.key(), given.text());
            return;
        }
        Settings.find(given.key())
                .ifPresentOrElse(setting -> store(setting, given, forThisCommand), () -> unknown(given));
    }

    private void store(Setting<?> setting, GivenValue given, boolean forThisCommand) {
        if (forThisCommand && !groups.contains(setting.group())) {
            problems.add(given.subject() + " is not a setting of this command");
            return;
        }
        try {
            values.put(setting, setting.read(given.subject(), given.text()));
        } catch (IllegalArgumentException e) {
            problems.add(String.valueOf(e.getMessage()));
        }
    }

    private void unknown(GivenValue given) {
        List<String> known = Settings.ALL.stream().<String>map(Setting::key).toList();
        problems.add(given.subject() + " is not a setting" + NearestName.hint(known, given.key()));
    }
}
