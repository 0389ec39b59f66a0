package org.honyaku.job.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

class ConfigurationFileTest {

    private static final Path FILE = Path.of("../conf/honyaku.yaml");

    @Test
    void showsExactlyTheKeysTheDefaultsAndTheWordsOfTheTable() throws IOException {
        Path expected = Path.of("target/honyaku.yaml");
        Files.writeString(expected, SettingsDocument.render());

        assertThat(FILE)
                .as("after a change of the table, copy job/%s to conf/", expected)
                .hasSameTextualContentAs(expected);
    }

    @Test
    void changesNothingAsItIs() {
        var problems = new Problems();
        JobConfig config = load(FILE, problems);

        assertThat(problems.messages()).isEmpty();
        assertThat(config.sparkSettings()).isEmpty();
        assertThat(Settings.ALL)
                .allSatisfy(setting -> assertThat((Object) config.get(setting)).isEqualTo(setting.unset()));
    }

    @Test
    void saysTheDefaultsWhenItsLinesAreUncommented(@TempDir Path folder) throws IOException {
        String uncommented = Files.readAllLines(FILE).stream()
                .filter(line -> !line.startsWith("#spark."))
                .map(line -> line.matches("#\\w.*") ? line.substring(1) : line)
                .collect(Collectors.joining("\n"));
        Path file = Files.writeString(folder.resolve("honyaku.yaml"), uncommented);
        var problems = new Problems();
        JobConfig config = load(file, problems);

        assertThat(problems.messages()).isEmpty();
        assertThat(Settings.ALL)
                .allSatisfy(setting -> assertThat((Object) config.get(setting)).isEqualTo(setting.unset()));
        assertThat(uncommented.lines().filter(line -> line.matches("\\w+:.*"))).hasSameSizeAs(Settings.ALL);
    }

    @Test
    void theSettingsOfTheSchedulesAreSettings(@TempDir Path folder) throws IOException {
        Path inPod = folder.resolve("news.yaml");
        Files.writeString(inPod, settingsOf(Path.of("../conf/schedules/honyaku-cronjob.yaml")));
        for (Path file : List.of(Path.of("../conf/schedules/news.yaml"), inPod)) {
            var problems = new Problems();
            assertThat(load(file, problems).get(Settings.OVERWRITE)).isTrue();
            assertThat(problems.messages()).isEmpty();
        }
    }

    /** What the only ConfigMap in {@code file} has under the name {@code news.yaml}. */
    private static String settingsOf(Path file) throws IOException {
        var load = new Load(LoadSettings.builder().build());
        for (Object document : load.loadAllFromString(Files.readString(file))) {
            if (((Map<?, ?>) document).get("data") instanceof Map<?, ?> data) {
                return String.valueOf(data.get("news.yaml"));
            }
        }
        throw new IllegalStateException(file + " has no ConfigMap");
    }

    private static JobConfig load(Path file, Problems problems) {
        return new ConfigLoader(EnumSet.allOf(SettingGroup.class), problems)
                .load(Optional.of(file), List.of(), Map.of());
    }
}
