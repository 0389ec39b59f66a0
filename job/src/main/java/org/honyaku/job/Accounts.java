package org.honyaku.job;

import java.util.List;

/** Whether what was written is what came in. Where it does not add up nothing is published. */
final class Accounts {

    private Accounts() {}

    /**
     * Compares the input's rows with the rows that came out, as Spark reads them and as their files say.
     *
     * @throws IllegalStateException if rows are missing, or if there are too many
     */
    static void check(InputCensus input, Totals written, List<OutputFile> files) {
        long inFiles = files.stream().mapToLong(OutputFile::rows).sum();
        if (written.allRows() != input.rows() || inFiles != input.rows()) {
            throw new IllegalStateException(
                    "the input has %,d rows, but %,d were read back from the output, and its files say %,d; "
                                    .formatted(input.rows(), written.allRows(), inFiles)
                            + "nothing was published");
        }
    }
}
