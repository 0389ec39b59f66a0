package org.honyaku.job.cli;

import java.util.ArrayList;
import java.util.List;
import org.honyaku.job.config.NearestName;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says in our words what picocli found wrong with a command line. */
final class UsageErrors {

    private UsageErrors() {}

    static List<String> describe(ParameterException error) {
        CommandSpec command = error.getCommandLine().getCommandSpec();
        if (error instanceof UnmatchedArgumentException unmatched) {
            return unmatched.getUnmatched().stream()
                    .map(argument -> unmatched(argument, command))
                    .toList();
        }
        return List.of(String.valueOf(error.getMessage()));
    }

    private static String unmatched(String argument, CommandSpec command) {
        if (argument.startsWith("-")) {
            String name = argument.contains("=") ? argument.substring(0, argument.indexOf('=')) : argument;
            var known = new ArrayList<>(command.optionsMap().keySet());
            return name + " is not an option of " + command.qualifiedName() + NearestName.hint(known, name);
        }
        var known = command.subcommands().keySet();
        return known.isEmpty()
                ? "\"" + argument + "\" belongs to no option"
                : "\"" + argument + "\" is not a command" + NearestName.hint(known, argument);
    }
}
