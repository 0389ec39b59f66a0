package org.honyaku.job.config;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Writes the table of settings as the text that {@code conf/honyaku.yaml} has to be. */
final class SettingsDocument {

    private static final int WIDTH = 110;

    private static final String HEAD = """
            # Settings of Honyaku. A line that begins with # directly before a name shows the default; remove the # to change it.
            #
            # What comes later wins: defaults, the model folder's generation_config.json, this file, --set key=value, flags
            # (--text-column for text_column).
            # Relative paths start at the directory that the command is run in. Values are plain texts, numbers, true or false;
            # nothing in them is evaluated.
            """;

    private static final String SPARK = """

            # ---- Spark ----

            # Names that begin with spark. go to Spark as they are, and win over conf/spark-defaults.conf. What the driver's JVM needs
            # when it starts (spark.driver.memory and the like) does not belong here: see HONYAKU_JAVA_OPTS in bin/honyaku.
            #spark.executor.memory: 8g
            """;

    private SettingsDocument() {}

    static String render() {
        var text = new StringBuilder(HEAD);
        for (SettingGroup group : SettingGroup.values()) {
            text.append("\n# ---- ").append(group.heading()).append(" ----\n");
            Settings.of(Set.of(group)).forEach(setting -> text.append(entry(setting)));
        }
        return text.append(SPARK).toString();
    }

    private static String entry(Setting<?> setting) {
        String value = setting.defaultText().isEmpty() ? "" : " " + setting.defaultText();
        return "\n" + comment(setting.description())
                + comment("Values: " + setting.type().label() + ". Default: " + setting.defaultDescription() + ".")
                + "#" + setting.key() + ":" + value + "\n";
    }

    private static String comment(String sentence) {
        return wrap(List.of(sentence.split(" ")))
                .lines()
                .map(line -> "# " + line + "\n")
                .collect(Collectors.joining());
    }

    private static String wrap(List<String> words) {
        var text = new StringBuilder();
        int column = 0;
        for (String word : words) {
            boolean fits = column + word.length() + 1 <= WIDTH;
            text.append(column == 0 ? "" : fits ? " " : "\n").append(word);
            column = column == 0 || !fits ? word.length() : column + word.length() + 1;
        }
        return text.toString();
    }
}
