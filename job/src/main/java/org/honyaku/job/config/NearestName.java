package org.honyaku.job.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Guesses which of the known names somebody meant. */
public final class NearestName {

    private NearestName() {}

    /** The known name with the fewest edits to {@code typed}, if they are few for its length. */
    public static Optional<String> among(Collection<String> known, String typed) {
        return known.stream()
                .min(Comparator.comparingInt(name -> edits(name, typed)))
                .filter(name -> edits(name, typed) <= allowedEdits(name));
    }

    /** "; did you mean NAME?", or nothing where no name is near. */
    public static String hint(Collection<String> known, String typed) {
        return among(known, typed).map(name -> "; did you mean " + name + "?").orElse("");
    }

    /** Two letters that changed places are two edits, and a slip in all but the shortest names. */
    private static int allowedEdits(String name) {
        return name.length() < 4 ? 1 : Math.max(2, name.length() / 3);
    }

    /** Levenshtein's distance: insertions, deletions and replacements that turn one into the other. */
    private static int edits(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int column = 0; column <= to.length(); column++) {
            row[column] = column;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int replace = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replace, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[to.length()];
    }
}
