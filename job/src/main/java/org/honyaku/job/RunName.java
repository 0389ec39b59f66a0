package org.honyaku.job;

import java.io.IOException;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;

/** The name of a run: a part that all runs of an output have, and one that is its own. */
final class RunName {

    private static final char BETWEEN = '-';

    private RunName() {}

    /** A name that no run has had. */
    static String next(Configuration hadoop, TranslationRun run) {
        String output;
        try {
            output = OutputFolder.qualified(hadoop, run.output()).toString();
        } catch (IOException e) {
            output = run.output(); // whoever opens it says what is wrong with it
        }
        return String.format("%08x", output.hashCode()) + BETWEEN + UUID.randomUUID();
    }

    /** Whether two runs write to the same output: what one has left is then for the other to tidy up. */
    static boolean isOfSameOutput(String one, String other) {
        return outputOf(one).equals(outputOf(other));
    }

    /** The whole name where it is none of these. */
    private static String outputOf(String name) {
        int end = name.indexOf(BETWEEN);
        return end < 0 ? name : name.substring(0, end);
    }
}
