package org.honyaku.spark;

import java.util.List;

/** The input has columns already that the output is to add. */
public final class ColumnClashException extends IllegalArgumentException {

    ColumnClashException(List<String> clashes) {
        super("the input already has " + (clashes.size() == 1 ? "a column" : "columns") + " named "
                + String.join(", ", clashes)
                + ", which the output adds; put a prefix before the added names with --output-prefix, for instance"
                + " --output-prefix honyaku_");
    }
}
