package org.honyaku.job;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.honyaku.job.input.InputException;
import org.honyaku.job.input.RecordLayout;

/** The names of all columns that the records of some files have, in the order in which they first appear. */
final class ScanColumns implements MapPartitionsFunction<String, String> {

    /** Where keys are data, as in an object with an entry for every user, a column for each of them helps nobody. */
    private static final int MAX_COLUMNS = 1000;

    private final InputFiles opener;
    private final RecordLayout layout;

    ScanColumns(InputFiles opener, RecordLayout layout) {
        this.opener = opener;
        this.layout = layout;
    }

    @Override
    public Iterator<String> call(Iterator<String> files) {
        Set<String> names = new LinkedHashSet<>();
        var records = new FileRecords(files, opener, layout);
        while (records.hasNext()) {
            FileRecords.Located located = records.next();
            names.addAll(located.record().values().keySet());
            if (names.size() > MAX_COLUMNS) {
                throw new InputException("the input file " + located.file() + " has more than " + MAX_COLUMNS
                        + " different keys, each of which would be a column; put the text under a key of its own");
            }
        }
        return names.iterator();
    }
}
