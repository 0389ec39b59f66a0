package org.honyaku.spark;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * All input columns as they are, followed by every {@link ResultColumn}.
 *
 * <p>Names are compared as Spark does by default, without regard to case.
 */
public final class RowSchema implements Serializable {

    private final StructType input;
    private final String prefix;

    private RowSchema(StructType input, String prefix) {
        this.input = input;
        this.prefix = prefix;
    }

    /**
     * Puts the result columns after {@code input}, with {@code prefix} before each of their names.
     *
     * @throws ColumnClashException if the input has columns of these names already; it names all of them
     */
    public static RowSchema extend(StructType input, String prefix) {
        var schema = new RowSchema(input, prefix);
        Set<String> taken = Arrays.stream(input.fieldNames())
                .map(name -> name.toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
        List<String> clashes = Arrays.stream(ResultColumn.values())
                .map(schema::nameOf)
                .filter(name -> taken.contains(name.toLowerCase(Locale.ROOT)))
                .toList();
        if (!clashes.isEmpty()) {
            throw new ColumnClashException(clashes);
        }
        return schema;
    }

    public StructType input() {
        return input;
    }

    /** Input columns and result columns together. */
    public StructType output() {
        Stream<StructField> added = Arrays.stream(ResultColumn.values())
                .map(column -> new StructField(nameOf(column), column.type(), column.isNullable(), Metadata.empty()));
        return new StructType(
                Stream.concat(Arrays.stream(input.fields()), added).toArray(StructField[]::new));
    }

    /** What {@code column} is called in the output. */
    public String nameOf(ResultColumn column) {
        return prefix + column.columnName();
    }

    Row append(Row inputRow, RowResult result) {
        Stream<@Nullable Object> kept = IntStream.range(0, inputRow.size()).mapToObj(inputRow::get);
        Stream<@Nullable Object> added = Arrays.stream(ResultColumn.values()).map(result::value);
        return RowFactory.create(Stream.concat(kept, added).toArray());
    }
}
