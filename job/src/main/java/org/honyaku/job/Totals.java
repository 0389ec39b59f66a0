package org.honyaku.job;

import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;

import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.honyaku.spark.ResultColumn;
import org.honyaku.spark.RowStatus;
import org.honyaku.spark.RowStatus.Verdict;

/**
 * Sums over committed rows. Accumulators would count the rows of a retried task twice.
 *
 * @param rows by status
 * @param reusedRows those of them that have the result of an earlier run
 * @param fingerprint of all rows ({@link Fingerprint}); empty where they have none
 */
public record Totals(
        Map<RowStatus, Long> rows,
        long reusedRows,
        long promptTokens,
        long outputTokens,
        Optional<BigDecimal> fingerprint) {

    public Totals {
        rows = Map.copyOf(rows);
    }

    /** Of results under their own names, which nobody compares: without a fingerprint. Else as {@link #ofOutput}. */
    static Totals of(Dataset<Row> results) {
        return of(results, "", Optional.empty());
    }

    /**
     * Of the rows of an output, all columns of which are read.
     *
     * @param prefix of the result columns
     * @throws IllegalStateException if a row has no status, or a translation where its status says that there is none, or the other
     *     way round
     * @throws IllegalArgumentException if a status is not in the list
     */
    static Totals ofOutput(Dataset<Row> rows, String prefix) {
        return of(rows, prefix, Fingerprint.ofRow(rows, prefix + ResultColumn.REUSED.columnName()));
    }

    private static Totals of(Dataset<Row> written, String prefix, Optional<Column> hash) {
        List<Row> groups = written.groupBy(column(written, prefix, ResultColumn.STATUS))
                .agg(
                        count(lit(1)),
                        count_if(column(written, prefix, ResultColumn.REUSED)),
                        sum(column(written, prefix, ResultColumn.PROMPT_TOKENS)),
                        sum(column(written, prefix, ResultColumn.OUTPUT_TOKENS)),
                        count(column(written, prefix, ResultColumn.TRANSLATION)),
                        sum(hash.orElse(lit(BigDecimal.ZERO))))
                .collectAsList();
        Map<RowStatus, Long> rows = new EnumMap<>(RowStatus.class);
        long reusedRows = 0;
        long promptTokens = 0;
        long outputTokens = 0;
        BigDecimal fingerprint = BigDecimal.ZERO;
        for (Row group : groups) {
            if (group.isNullAt(0)) {
                throw new IllegalStateException(group.getLong(1) + " rows came out without a result");
            }
            RowStatus status = RowStatus.parse(group.getString(0));
            requireTranslations(status, group.getLong(1), group.getLong(5));
            rows.put(status, group.getLong(1));
            reusedRows += group.getLong(2);
            promptTokens += group.getLong(3);
            outputTokens += group.getLong(4);
            fingerprint = fingerprint.add(group.getDecimal(6));
        }
        return new Totals(
                rows,
                reusedRows,
                promptTokens,
                outputTokens,
                hash.isPresent() ? Optional.of(fingerprint) : Optional.empty());
    }

    private static void requireTranslations(RowStatus status, long rows, long translations) {
        if (translations != (status.hasTranslation() ? rows : 0)) {
            throw new IllegalStateException("of %,d rows with the status %s %,d have a translation"
                    .formatted(rows, status.columnValue(), translations));
        }
    }

    public long allRows() {
        return rows.values().stream().mapToLong(Long::longValue).sum();
    }

    /** The rows whose statuses mean {@code verdict}. */
    long rows(Verdict verdict) {
        return rows.entrySet().stream()
                .filter(entry -> entry.getKey().verdict() == verdict)
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    private static Column column(Dataset<Row> written, String prefix, ResultColumn column) {
        return Columns.of(written, prefix + column.columnName());
    }
}
