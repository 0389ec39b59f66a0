package org.honyaku.job;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Columns by their literal names: a dot or a backtick in a name is part of it, never syntax. */
final class Columns {

    private Columns() {}

    static Column of(Dataset<Row> rows, String name) {
        return rows.col("`" + name.replace("`", "``") + "`");
    }
}
