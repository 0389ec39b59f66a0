package org.honyaku.job.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.honyaku.job.config.Problems;
import org.honyaku.job.config.Setting;
import org.honyaku.job.config.SettingGroup;
import org.honyaku.job.config.Settings;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** Makes flags out of the table of settings, so that both cannot drift apart. */
final class SettingOptions {

    private SettingOptions() {}

    /** Adds a flag for every setting of {@code groups}, under the headings of the groups. */
    static void addTo(CommandSpec command, Set<SettingGroup> groups) {
        var byGroup = new LinkedHashMap<SettingGroup, ArgGroupSpec.Builder>();
        for (Setting<?> setting : Settings.of(groups)) {
            int position = byGroup.size();
            byGroup.computeIfAbsent(setting.group(), group -> heading(group, position))
                    .addArg(option(setting));
        }
        byGroup.values().forEach(group -> command.addArgGroup(group.build()));
    }

    /** The texts of the flags that were given; one that was given twice is a problem. */
    static Map<Setting<?>, String> given(ParseResult parsed, Set<SettingGroup> groups, Problems problems) {
        var texts = new LinkedHashMap<Setting<?>, String>();
        for (Setting<?> setting : Settings.of(groups)) {
            OptionSpec option = parsed.commandSpec().findOption(setting.flag());
            List<String> values = option == null ? List.of() : option.stringValues();
            values.forEach(text -> texts.put(setting, text));
            if (values.size() > 1) {
                problems.add(setting.flag() + " is given " + values.size() + " times");
            }
        }
        return texts;
    }

    private static ArgGroupSpec.Builder heading(SettingGroup group, int position) {
        return ArgGroupSpec.builder()
                .heading("%n" + group.heading() + ":%n")
                .validate(false)
                .order(position);
    }

    private static OptionSpec option(Setting<?> setting) {
        OptionSpec.Builder option = OptionSpec.builder(setting.flag())
                .type(String.class)
                .order(Settings.ALL.indexOf(setting))
                .description(setting.description(), "Default: " + setting.defaultDescription() + ".");
        if (setting.isFlag()) {
            return option.arity("0..1")
                    .fallbackValue("true")
                    .paramLabel("true|false")
                    .build();
        }
        return option.arity("1").paramLabel(setting.type().label()).build();
    }
}
