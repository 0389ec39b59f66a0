package org.honyaku.job.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.honyaku.job.ExitCode;
import org.honyaku.job.UserException;
import org.honyaku.job.config.ConfigLoader;
import org.honyaku.job.config.JobConfig;
import org.honyaku.job.config.Problems;
import org.honyaku.model.ModelFolderException;
import org.honyaku.text.TokenizerException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParseResult;

/** The command {@code honyaku}: finds the subcommand, reads its settings, runs it, and turns what came of it into an exit code. */
@Command(
        name = "honyaku",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description =
                "Translates whole corpora with an open large language model, on Apache Spark, from the JVM alone.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            TranslateCommand.class,
            GenerateCommand.class,
            TokenizeCommand.class,
            BenchCommand.class,
            MemoryCommand.class
        },
        footerHeading = "%nThe first thing to try:%n",
        footer = "  honyaku translate --input sample-data/corpus.parquet --output /tmp/translated")
public final class Honyaku {

    private Honyaku() {}

    public static void main(String[] arguments) {
        ExitCode exitCode = run(arguments, StandardStreams.ofProcess());
        System.exit(exitCode.number());
    }

    static ExitCode run(String[] arguments, StandardStreams streams) {
        try {
            return parseAndRun(arguments, streams);
        } catch (UserException e) {
            return report(e.exitCode(), String.valueOf(e.getMessage()), e, arguments, streams.err());
        } catch (ModelFolderException | TokenizerException e) {
            return report(ExitCode.MODEL, String.valueOf(e.getMessage()), e, arguments, streams.err());
        } catch (IOException | RuntimeException | LinkageError | OutOfMemoryError e) {
            Throwable reason = e instanceof CompletionException && e.getCause() != null ? e.getCause() : e;
            String message = reason + "\nThis was not foreseen. The same command with --debug shows where it happened.";
            return report(ExitCode.INTERNAL_ERROR, message, e, arguments, streams.err());
        }
    }

    private static ExitCode parseAndRun(String[] arguments, StandardStreams streams) throws IOException {
        CommandLine commandLine = commandLine(streams);
        ParseResult parsed = commandLine.parseArgs(arguments);
        if (CommandLine.executeHelpRequest(parsed) != null) {
            return ExitCode.OK;
        }
        var problems = new Problems();
        parsed.errors().forEach(error -> addAll(error, problems));
        if (!parsed.hasSubcommand()) {
            problems.throwIfAny("honyaku");
            commandLine.usage(streams.err());
            return ExitCode.USAGE;
        }
        return runSubcommand(parsed.subcommand(), problems, streams);
    }

    private static ExitCode runSubcommand(ParseResult parsed, Problems problems, StandardStreams streams)
            throws IOException {
        parsed.errors().forEach(error -> addAll(error, problems));
        var command = (Subcommand) parsed.commandSpec().userObject();
        var loader = new ConfigLoader(command.settingGroups(), problems);
        JobConfig config = loader.load(
                Optional.ofNullable(command.configFile()).or(Installation::configFile),
                command.assignments(),
                SettingOptions.given(parsed, command.settingGroups(), problems));
        command.check(config, problems);
        problems.throwIfAny(parsed.commandSpec().qualifiedName());
        return command.run(config, streams);
    }

    private static void addAll(Exception error, Problems problems) {
        UsageErrors.describe((CommandLine.ParameterException) error).forEach(problems::add);
    }

    /** The whole tree of commands, with the flags made from the table of settings. */
    static CommandLine commandLine(StandardStreams streams) {
        var commandLine = new CommandLine(new Honyaku());
        for (CommandLine subcommand : commandLine.getSubcommands().values()) {
            var command = (Subcommand) subcommand.getCommand();
            SettingOptions.addTo(subcommand.getCommandSpec(), command.settingGroups());
            subcommand.getCommandSpec().parser().collectErrors(true);
            subcommand.getCommandSpec().usageMessage().sortOptions(false);
        }
        commandLine.getCommandSpec().parser().collectErrors(true);
        commandLine.setUsageHelpWidth(100);
        commandLine.setOut(new PrintWriter(streams.out(), true, StandardCharsets.UTF_8));
        commandLine.setErr(new PrintWriter(streams.err(), true, StandardCharsets.UTF_8));
        return commandLine;
    }

    private static ExitCode report(
            ExitCode exitCode, String message, Throwable cause, String[] arguments, PrintStream err) {
        err.println("honyaku: " + message);
        if (Arrays.asList(arguments).contains("--debug")) {
            cause.printStackTrace(err);
        }
        return exitCode;
    }
}
