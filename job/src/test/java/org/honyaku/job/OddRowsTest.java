package org.honyaku.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.honyaku.spark.OddText;
import org.honyaku.spark.RowStatus;
import org.honyaku.spark.TranslateSettings;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Odd rows on their whole way from file to file: by themselves, and among a thousand good rows, which come out as if there were no
 * others. Each comes twice, so that a row which is lost or doubled is found.
 */
@ExtendWith(LocalSpark.class)
class OddRowsTest {

    private static final int GOOD_ROWS = 1_000;
    private static final int ODD_ID = 5_000;
    private static final String[] COLUMNS = {
        "id", "text", "translation", "status", "finish_reason", "prompt_tokens", "output_tokens", "translation_key"
    };
    private static final StructType BYTES = new StructType()
            .add("id", DataTypes.IntegerType)
            .add("kind", DataTypes.StringType)
            .add("text", DataTypes.BinaryType);

    private final Path folder;
    private final SparkSession spark;
    private List<String> byThemselves = List.of();

    OddRowsTest(@TempDir Path folder, SparkSession spark) {
        this.folder = folder;
        this.spark = spark;
    }

    @BeforeEach
    void runGoodRowsByThemselves() throws IOException {
        Runs good = goodRows("good");
        good.go(spark);
        byThemselves = good(good);
        assertThat(byThemselves).hasSize(GOOD_ROWS);
    }

    @Test
    void allOfThemAndFilesWithoutRowsOrWithOtherColumnsAreNoHarmToGoodRows() throws IOException {
        List<OddText> all = List.of(OddText.values());
        Runs alone = corpus("alone");
        addOdd(alone, all);
        Runs mixed = goodRows("mixed");
        addOdd(mixed, all);
        append(mixed, "select 1 as id, 'none' as kind, 'x' as text where false");
        append(mixed, "select 4000 as id, 'tagged' as kind, 'another' as text, array('more') as tags");

        alone.go(spark);
        mixed.go(spark);

        assertOdd(alone, all);
        assertOdd(mixed, all);
        assertThat(good(mixed)).isEqualTo(byThemselves);
        assertThat(spark.read()
                        .parquet(mixed.output())
                        .filter("tags is not null")
                        .select("id", "status")
                        .collectAsList())
                .containsExactly(RowFactory.create(4_000, "ok"));
    }

    @ParameterizedTest
    @EnumSource
    @Tag("long")
    void eachOfThemIsTheSameAloneAndAmongGoodRows(OddText odd) throws IOException {
        Runs alone = corpus("alone");
        addOdd(alone, List.of(odd));
        Runs mixed = goodRows("mixed");
        addOdd(mixed, List.of(odd));

        alone.go(spark);
        mixed.go(spark);

        assertOdd(alone, List.of(odd));
        assertOdd(mixed, List.of(odd));
        assertThat(good(mixed)).isEqualTo(byThemselves);
    }

    @Test
    @Tag("long")
    void twentyMillionCharactersAmongGoodRows() throws IOException {
        Runs mixed = goodRows("mixed");
        append(mixed, "select " + ODD_ID + " as id, 'long' as kind, repeat('x', 20000000) as text");

        mixed.go(spark);

        assertThat(good(mixed)).isEqualTo(byThemselves);
        assertThat(spark.read()
                        .parquet(mixed.output())
                        .filter("id >= " + ODD_ID)
                        .selectExpr("length(text)", "status")
                        .collectAsList())
                .containsExactly(RowFactory.create(20_000_000, "too_long"));
    }

    @Test
    @Tag("long")
    void allOfThemAmongGoodRowsInARealModel() throws IOException {
        TranslateSettings tiny = TinyModel.settings(4);
        Runs good = goodRows("good in a real model").with(tiny);
        Runs mixed = goodRows("mixed").with(tiny);
        addOdd(mixed, List.of(OddText.values()));

        for (Runs runs : List.of(good, mixed)) {
            TranslationJob.run(spark, runs.run(), Runs.silent(), new StopButton());
        }

        assertThat(good(mixed)).isEqualTo(good(good)).hasSize(GOOD_ROWS);
        assertThat(odd(mixed.output(), "id"))
                .containsExactlyInAnyOrderElementsOf(odd(mixed.input(), "id"))
                .hasSize(2 * OddText.values().length);
    }

    private Runs corpus(String name) throws IOException {
        return Runs.in(Files.createDirectory(folder.resolve(name)));
    }

    private Runs goodRows(String name) throws IOException {
        Runs runs = corpus(name);
        append(runs, "select cast(id as int) as id, 'good' as kind, concat('row ', id % 700) as text from range(1000)");
        return runs;
    }

    private void append(Runs runs, String sql) {
        spark.sql(sql).coalesce(1).write().mode("append").parquet(runs.input());
    }

    private void addOdd(Runs runs, Collection<OddText> texts) {
        List<Row> rows = new ArrayList<>();
        for (OddText odd : texts) {
            IntStream.range(0, 2).forEach(copy -> rows.add(RowFactory.create(ODD_ID, odd.toString(), odd.bytes())));
        }
        spark.createDataFrame(rows, BYTES)
                .selectExpr("id", "kind", "cast(text as string) as text")
                .coalesce(1)
                .write()
                .mode("append")
                .parquet(runs.input());
    }

    /** The texts come back byte for byte, and each kind has its status. */
    private void assertOdd(Runs runs, Collection<OddText> texts) throws IOException {
        List<Row> expected = new ArrayList<>();
        for (OddText odd : texts) {
            byte[] bytes = odd.bytes();
            String hex = bytes == null ? null : HexFormat.of().withUpperCase().formatHex(bytes);
            Row row = RowFactory.create(odd.toString(), hex, statusInAFile(odd).columnValue());
            expected.addAll(Arrays.asList(row, row));
        }
        assertThat(odd(runs.output(), "status")).containsExactlyInAnyOrderElementsOf(expected);
        OutputAudit.of(Path.of(runs.output())).closes();
    }

    /** Bytes that are no UTF-8 are U+FFFD to whoever reads them as text. */
    private static RowStatus statusInAFile(OddText odd) {
        return odd.status() == RowStatus.ERROR ? RowStatus.OK : odd.status();
    }

    private List<Row> odd(String path, String more) {
        return spark.read()
                .parquet(path)
                .filter("id >= " + ODD_ID)
                .selectExpr("kind", "hex(cast(text as binary))", more)
                .collectAsList();
    }

    private static List<String> good(Runs runs) throws IOException {
        return ParquetFolder.rows(Path.of(runs.output()), COLUMNS).stream()
                .filter(row -> Integer.parseInt(row.substring(0, row.indexOf('\t'))) < GOOD_ROWS)
                .sorted()
                .toList();
    }
}
