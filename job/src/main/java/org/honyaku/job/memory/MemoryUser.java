package org.honyaku.job.memory;

import java.util.Optional;
import java.util.function.Function;

/**
 * Who works with a memory.
 *
 * @param run its name, of letters, digits and dashes; part of the names of its waves
 * @param signature one line that says which process it is
 * @param isRunning whether the process of a signature runs; nothing where nobody here can tell
 */
public record MemoryUser(String run, String signature, Function<String, Optional<Boolean>> isRunning) {

    public MemoryUser {
        if (!run.matches("[A-Za-z0-9-]+")) {
            throw new IllegalArgumentException("a run's name has letters, digits and dashes, but is " + run);
        }
    }
}
