package org.honyaku.job.memory;

import java.util.function.Predicate;

/**
 * Who works with a memory.
 *
 * @param run its name, of letters, digits and dashes; part of the names of its waves
 * @param signature one line that says which process it is
 * @param isDead whether the process of a signature is gone beyond doubt
 */
public record MemoryUser(String run, String signature, Predicate<String> isDead) {

    public MemoryUser {
        if (!run.matches("[A-Za-z0-9-]+")) {
            throw new IllegalArgumentException("a run's name has letters, digits and dashes, but is " + run);
        }
    }
}
