package org.honyaku.job.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.honyaku.job.ExitCode;
import org.honyaku.job.UsedSetting;
import org.honyaku.job.UserException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigLoaderTest {

    @Test
    void theModelFolderGoesBeforeTheDefaultsAndAfterTheUser() {
        var problems = new Problems();
        JobConfig config = new ConfigLoader(EnumSet.allOf(SettingGroup.class), problems)
                .load(Optional.empty(), List.of("top_p=0.95"), Map.of())
                .withModelDefaults(Map.of("top_p", "0.8", "do_sample", "true"));

        assertThat(config.get(Settings.TOP_P)).isEqualTo(0.95);
        assertThat(config.get(Settings.DO_SAMPLE)).isTrue();
        assertThat(config.get(Settings.TOP_K)).isEqualTo(50);
        assertThat(config.used(SettingGroup.GENERATION))
                .contains(
                        new UsedSetting("top_p", "0.95", UsedSetting.Source.GIVEN),
                        new UsedSetting("do_sample", "true", UsedSetting.Source.MODEL_FOLDER),
                        new UsedSetting("top_k", "50", UsedSetting.Source.DEFAULT));
        assertThat(config.with(Settings.TOP_K, "3").get(Settings.DO_SAMPLE)).isTrue();
    }

    private final Path file;
    private final Problems problems = new Problems();

    ConfigLoaderTest(@TempDir Path folder) {
        this.file = folder.resolve("my.yaml");
    }

    @Test
    void withoutAnythingTheDefaultsHold() {
        JobConfig config = load(Optional.empty(), List.of(), Map.of());

        assertThat(config.get(Settings.MAX_NEW_TOKENS)).isEqualTo(512);
        assertThat(config.get(Settings.SLOTS)).isEmpty();
        assertThat(problems.messages()).isEmpty();
    }

    @Test
    void theFileWinsOverDefaultsSetOverTheFileAndFlagsOverSet() {
        write("""
                max_new_tokens: 100
                top_k: 100
                seed: 100
                """);
        JobConfig config = load(Optional.of(file), List.of("top_k=200", "seed=200"), Map.of(Settings.SEED, "300"));

        assertThat(config.get(Settings.MIN_NEW_TOKENS)).isZero();
        assertThat(config.get(Settings.MAX_NEW_TOKENS)).isEqualTo(100);
        assertThat(config.get(Settings.TOP_K)).isEqualTo(200);
        assertThat(config.get(Settings.SEED)).isEqualTo(300);
    }

    @Test
    void theLaterOfTwoAssignmentsWins() {
        assertThat(load(Optional.empty(), List.of("top_k=1", "top_k=2"), Map.of())
                        .get(Settings.TOP_K))
                .isEqualTo(2);
    }

    @Test
    void everyProblemOfEverySourceIsToldAtOnceWithItsPlace() {
        write("""
                # a comment
                txt_column: body
                top_p: 1.5
                do_sample: yes
                """);
        load(Optional.of(file), List.of("slots=0", "nonsense", "precison=fp32"), Map.of(Settings.TEMPERATURE, "hot"));

        assertThat(problems.messages())
                .containsExactly(
                        file + ":2: txt_column is not a setting; did you mean text_column?",
                        file + ":3: top_p must be a number above 0 and at most 1, but is \"1.5\"",
                        file + ":4: do_sample must be true or false, but is \"yes\"",
                        "--set slots must be a whole number of at least 1, but is \"0\"",
                        "--set nonsense must have the form key=value",
                        "--set precison is not a setting; did you mean precision?",
                        "--temperature must be a number above 0, but is \"hot\"");
        assertThatThrownBy(() -> problems.throwIfAny("honyaku translate"))
                .isInstanceOfSatisfying(
                        UserException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.USAGE))
                .hasMessageContainingAll("7 problems", "honyaku translate --help");
    }

    @Test
    void aMistakeIsToldEvenWhereAFlagOverrulesIt() {
        write("top_k: many");
        load(Optional.of(file), List.of(), Map.of(Settings.TOP_K, "3"));

        assertThat(problems.messages()).hasSize(1);
    }

    @Test
    void theFileMayHoldSettingsOfOtherCommandsButAnAssignmentMayNot() {
        write("text_column: body");
        new ConfigLoader(Set.of(SettingGroup.MODEL), problems)
                .load(Optional.of(file), List.of("text_column=body"), Map.of());

        assertThat(problems.messages()).containsExactly("--set text_column is not a setting of this command");
    }

    @Test
    void sparkSettingsPassThrough() {
        write("spark.executor.memory: 4g");
        JobConfig config = load(Optional.of(file), List.of("spark.app.name=a=b"), Map.of());

        assertThat(config.sparkSettings())
                .containsExactlyInAnyOrderEntriesOf(Map.of("spark.executor.memory", "4g", "spark.app.name", "a=b"));
    }

    @Test
    void textsAreDataWhateverTheyLookLike() {
        String hostile = "`reflect('java.lang.System', 'exit', 1)` ${HOME} $(id)";
        write("text_column: \"" + hostile + "\"\ninstruction: 007");
        JobConfig config = load(Optional.of(file), List.of(), Map.of());

        assertThat(config.get(Settings.TEXT_COLUMN)).isEqualTo(hostile);
        assertThat(config.get(Settings.INSTRUCTION)).contains("007");
    }

    @Test
    void whatIsNoListOfPlainValuesIsRefusedWithItsLine() {
        write("""
                top_k: [1, 2]
                top_p: !!javax.script.ScriptEngineManager [x]
                seed: 1
                seed: 2
                ? [a]
                : 1
                model:
                """);
        JobConfig config = load(Optional.of(file), List.of(), Map.of());

        assertThat(problems.messages())
                .containsExactly(
                        file + ":1: top_k must have a plain value on its line; settings are not nested",
                        file + ":2: top_p must have a plain value on its line; settings are not nested",
                        file + ":4: seed is set in line 3 already",
                        file + ":5: a setting's name must be a plain word");
        assertThat(config.get(Settings.MODEL_FOLDER))
                .as("a name without a value sets nothing")
                .isEmpty();
    }

    @Test
    void aFileThatIsNoYamlIsAProblemWithItsLine() {
        write("top_k: 1\n  top_p: 2\n");
        load(Optional.of(file), List.of(), Map.of());

        assertThat(problems.messages()).singleElement().asString().startsWith(file + ":2: not YAML");
    }

    @Test
    void aFileThatIsMissingOrNotUtf8IsAProblem() throws IOException {
        load(Optional.of(file), List.of(), Map.of());
        Files.write(file, "instruction: 日本語".getBytes(StandardCharsets.UTF_16));
        load(Optional.of(file), List.of(), Map.of());
        Files.writeString(file, "just words");
        load(Optional.of(file), List.of(), Map.of());

        assertThat(problems.messages()).hasSize(3).allMatch(message -> message.startsWith(file.toString()));
    }

    private JobConfig load(Optional<Path> source, List<String> assignments, Map<Setting<?>, String> flags) {
        return new ConfigLoader(EnumSet.allOf(SettingGroup.class), problems).load(source, assignments, flags);
    }

    private void write(String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
