package org.honyaku.job;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.length;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.octet_length;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.xxhash64;

import java.io.Serializable;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.types.DataTypes;
import org.jspecify.annotations.Nullable;

/**
 * All texts of a run on one line, of which the unit is the estimated token: every text has a place on it, the longest texts first. A
 * wave is an interval of the line. So waves of any size can be cut, at any time, without a list of all texts in anybody's memory.
 *
 * @param starts where the texts of each {@link LengthClass} begin
 * @param sizes estimated tokens of each class
 * @param texts how many there are
 * @param characters of all of them
 * @param tokens length of the line
 */
record WorkLine(Map<Integer, Long> starts, Map<Integer, Long> sizes, long texts, long characters, long tokens)
        implements Serializable {

    /** What a text costs besides its bytes: the prompt around it, the end of its output. */
    private static final int TOKENS_PER_TEXT = 16;

    /** About a quarter of a token for each byte of the source, and as many for its translation (docs/tokens-per-byte.md). */
    private static final int BYTES_PER_TOKEN = 2;

    WorkLine {
        starts = Map.copyOf(starts);
        sizes = Map.copyOf(sizes);
    }

    /** The line of {@code texts}, which has the column {@link Corpus#SOURCE_TEXT}. */
    static WorkLine of(Dataset<Row> texts) {
        Column estimate =
                bytes().divide(BYTES_PER_TOKEN).cast(DataTypes.LongType).plus(TOKENS_PER_TEXT);
        List<Row> classes = texts
                .groupBy(lengthClass().as("class"))
                .agg(count(lit(1)), sum(estimate), coalesce(sum(length(col(Corpus.SOURCE_TEXT))), lit(0L)))
                .collectAsList()
                .stream()
                .sorted(Comparator.comparing((Row row) -> row.getInt(0)).reversed())
                .toList();
        var starts = new HashMap<Integer, Long>();
        var sizes = new HashMap<Integer, Long>();
        long count = 0;
        long characters = 0;
        long end = 0;
        for (Row row : classes) {
            starts.put(row.getInt(0), end);
            sizes.put(row.getInt(0), row.getLong(2));
            count += row.getLong(1);
            end += row.getLong(2);
            characters += row.getLong(3);
        }
        return new WorkLine(starts, sizes, count, characters, end);
    }

    /** Where a text lies, from 0 to {@link #tokens} - 1. Within a class the place follows from the text's hash. */
    Column position() {
        UDF2<Integer, Long, Long> place = this::position;
        return udf(place, DataTypes.LongType).apply(lengthClass(), xxhash64(col(Corpus.SOURCE_TEXT)));
    }

    private long position(Integer lengthClass, Long hash) {
        double share = (hash >>> 11) * 0x1p-53;
        return starts.getOrDefault(lengthClass, 0L) + (long) (share * sizes.getOrDefault(lengthClass, 0L));
    }

    private static Column bytes() {
        return coalesce(octet_length(col(Corpus.SOURCE_TEXT)), lit(0));
    }

    private static Column lengthClass() {
        return udf(new LengthClass(), DataTypes.IntegerType).apply(bytes());
    }

    /**
     * Texts of about the same length: exact up to 255 bytes, beyond that 32 classes for each doubling. In whole numbers, so that
     * every machine finds the same.
     */
    static final class LengthClass implements UDF1<Integer, Integer> {

        private static final int EXACT_BITS = 8;
        private static final int STEP_BITS = 5;

        @Override
        public Integer call(@Nullable Integer bytes) {
            int length = bytes == null ? 0 : bytes;
            if (length < 1 << EXACT_BITS) {
                return length;
            }
            int bits = Integer.SIZE - 1 - Integer.numberOfLeadingZeros(length);
            int step = (length >> (bits - STEP_BITS)) & ((1 << STEP_BITS) - 1);
            return (1 << EXACT_BITS) + ((bits - EXACT_BITS) << STEP_BITS) + step;
        }
    }
}
