package org.honyaku.job.config;

import java.util.ArrayList;
import java.util.List;
import org.honyaku.job.ExitCode;
import org.honyaku.job.UserException;

/** Gathers everything that is wrong, so that the user hears of it in one message instead of one run after another. */
public final class Problems {

    private final List<String> messages = new ArrayList<>();

    public void add(String message) {
        messages.add(message);
    }

    List<String> messages() {
        return List.copyOf(messages);
    }

    /**
     * Ends the command with {@link ExitCode#USAGE} where anything was added.
     *
     * @param command as the user called it, such as {@code honyaku translate}
     */
    public void throwIfAny(String command) {
        if (!messages.isEmpty()) {
            throw new UserException(ExitCode.USAGE, describe() + "\nAll options and settings: " + command + " --help");
        }
    }

    private String describe() {
        if (messages.size() == 1) {
            return messages.get(0);
        }
        return messages.size() + " problems:\n  - " + String.join("\n  - ", messages);
    }
}
