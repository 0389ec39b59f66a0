package org.honyaku.job;

import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.honyaku.job.input.Malformed;
import org.jspecify.annotations.Nullable;

/** The column that a corpus of text files gets: null in a good row, else which record of which file is no row, and why. */
final class MalformedColumn {

    /** Its name without the output's prefix. */
    static final String NAME = "malformed";

    static final StructType TYPE = new StructType()
            .add("file", DataTypes.StringType)
            .add("line", DataTypes.LongType)
            .add("problem", DataTypes.StringType)
            .add("text", DataTypes.StringType);

    private MalformedColumn() {}

    static @Nullable Row value(FileRecords.Located located) {
        Malformed malformed = located.record().malformed();
        return malformed == null
                ? null
                : RowFactory.create(located.file(), malformed.line(), malformed.problem(), malformed.text());
    }

    /** The row's error: {@code corpus.jsonl, line 17: not JSON at column 3: ...}. */
    static Column message(Column malformed) {
        return concat(
                malformed.getField("file"),
                lit(", line "),
                malformed.getField("line").cast(DataTypes.StringType),
                lit(": "),
                malformed.getField("problem"));
    }
}
