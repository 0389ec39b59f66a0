package org.honyaku.job;

import java.util.Arrays;
import java.util.Iterator;
import java.util.stream.Stream;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.honyaku.job.input.RecordLayout;
import org.jspecify.annotations.Nullable;

/** Files to rows: one value for each column, and after them {@link MalformedColumn}. */
final class ReadRecords implements MapPartitionsFunction<String, Row> {

    private final InputFiles opener;
    private final RecordLayout layout;
    private final String[] columns;

    ReadRecords(InputFiles opener, RecordLayout layout, String[] columns) {
        this.opener = opener;
        this.layout = layout;
        this.columns = columns;
    }

    @Override
    public Iterator<Row> call(Iterator<String> files) {
        var records = new FileRecords(files, opener, layout);
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return records.hasNext();
            }

            @Override
            public Row next() {
                return row(records.next());
            }
        };
    }

    private Row row(FileRecords.Located located) {
        Stream<@Nullable Object> values =
                Arrays.stream(columns).map(located.record().values()::get);
        return RowFactory.create(Stream.concat(values, Stream.of(new Object[] {MalformedColumn.value(located)}))
                .toArray());
    }
}
