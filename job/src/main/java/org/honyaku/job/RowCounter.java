package org.honyaku.job;

import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import org.honyaku.job.input.RecordLayout;
import org.honyaku.job.storage.ParquetFooter;

/** Counts the rows of one input file, in a task and without Spark's readers, whose work it is to check. */
@FunctionalInterface
interface RowCounter extends Serializable {

    long rows(String file) throws IOException;

    /** By the ends of the files, each of which must have {@code column}: Spark would take a missing one for nulls. */
    static RowCounter ofParquet(InputFiles opener, String column) {
        return file -> ParquetFooter.rowsWith(column, opener.status(file), opener.hadoop());
    }

    /** By reading the files from one end to the other. */
    static RowCounter ofRecords(InputFiles opener, RecordLayout layout) {
        return file -> {
            var records = new FileRecords(List.of(file).iterator(), opener, layout);
            long rows = 0;
            while (records.hasNext()) {
                records.next();
                rows++;
            }
            return rows;
        };
    }
}
