package org.honyaku.job.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.honyaku.job.ExitCode;
import org.honyaku.job.config.Setting;
import org.honyaku.job.config.Settings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

class HelpTest {

    static List<String> commands() {
        return List.copyOf(Honyaku.commandLine(StandardStreams.ofProcess())
                .getSubcommands()
                .keySet());
    }

    @Test
    void theCommandsAreThoseOfTheDesign() {
        assertThat(commands()).containsExactlyInAnyOrder("translate", "generate", "tokenize", "bench", "memory");
        assertThat(Commands.run("--help").out()).contains(commands());
    }

    @Test
    void theVersionNamesWhatItWasBuiltFor() {
        Commands.Outcome outcome = Commands.run("--version");

        assertThat(outcome.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(outcome.out())
                .contains("honyaku 0.", "Spark 4.", "DJL 0.", "libtorch 2.")
                .doesNotContain("${");
    }

    @Test
    void withoutACommandTheHelpIsShownAsAMistake() {
        Commands.Outcome outcome = Commands.run();

        assertThat(outcome.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(outcome.err()).contains("Commands:");
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everySettingOfACommandIsExplainedWithItsDefault(String command) {
        String help = unwrapped(Commands.run(command, "--help").out());

        assertThat(settings(command)).isNotEmpty().allSatisfy(setting -> assertThat(help)
                .contains(setting.flag(), unwrapped(setting.description()))
                .contains("Default: " + unwrapped(setting.defaultDescription()) + "."));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void theHelpHasExamplesExitCodesAndTheOptionsOfAllCommands(String command) {
        assertThat(Commands.run(command, "--help").out())
                .contains("Examples:", "Exit codes:", "--config", "--set", "--debug", "--help")
                .contains("honyaku " + command);
    }

    @ParameterizedTest
    @MethodSource("commands")
    void theExamplesOfTheHelpAreCommandLinesThatParse(String command) {
        assertThat(examples(command)).isNotEmpty().allSatisfy(example -> {
            ParseResult parsed =
                    Honyaku.commandLine(StandardStreams.ofProcess()).parseArgs(example);
            assertThat(parsed.errors()).isEmpty();
            assertThat(parsed.subcommand().errors()).isEmpty();
        });
    }

    private static List<Setting<?>> settings(String command) {
        return Settings.of(((Subcommand) commandLine(command).getCommand()).settingGroups());
    }

    /** The arguments of every example, a backslash at the end of a line continuing it. */
    private static List<String[]> examples(String command) {
        String[] footer = commandLine(command).getCommandSpec().usageMessage().footer();
        return String.join("\n", footer)
                .replace("\\\n", " ")
                .lines()
                .filter(line -> line.contains("honyaku " + command))
                .map(line -> line.substring(line.indexOf("honyaku " + command)).split(" +", -1))
                .map(words -> Arrays.copyOfRange(words, 1, words.length))
                .toList();
    }

    private static CommandLine commandLine(String command) {
        return Objects.requireNonNull(Honyaku.commandLine(StandardStreams.ofProcess())
                .getSubcommands()
                .get(command));
    }

    private static String unwrapped(String text) {
        return text.replaceAll("\\s+", " ");
    }
}
