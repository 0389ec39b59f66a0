package org.honyaku.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.honyaku.spark.RowStatus;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(LocalSpark.class)
class TranslationJobTest {

    private static final StructType TEXTS =
            new StructType().add("id", DataTypes.IntegerType).add("text", DataTypes.StringType);

    private final Path folder;

    TranslationJobTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void everyRowComesOutOnceWithItsColumnsAndItsTranslation(SparkSession spark) {
        write(spark, "one", "two", null, "  ", "one", "one", "half", "x".repeat(300));

        RunReport report = Runs.in(folder).go(spark);

        List<Row> out =
                output(spark).select("id", "text", "translation", "status").collectAsList();
        assertThat(out)
                .containsExactly(
                        RowFactory.create(0, "one", "ONE", "ok"),
                        RowFactory.create(1, "two", "TWO", "ok"),
                        RowFactory.create(2, null, null, "empty_source"),
                        RowFactory.create(3, "  ", null, "empty_source"),
                        RowFactory.create(4, "one", "ONE", "ok"),
                        RowFactory.create(5, "one", "ONE", "ok"),
                        RowFactory.create(6, "half", "HALF", "ok"),
                        RowFactory.create(7, "x".repeat(300), null, "too_long"));
        assertThat(report.published().rows())
                .containsOnly(
                        Map.entry(RowStatus.OK, 5L),
                        Map.entry(RowStatus.EMPTY_SOURCE, 2L),
                        Map.entry(RowStatus.TOO_LONG, 1L));
    }

    @Test
    void equalTextsAreGeneratedOnce(SparkSession spark) {
        write(spark, Collections.nCopies(500, "the same").toArray(String[]::new));

        RunReport report = Runs.in(folder).go(spark);

        assertThat(report.published().allRows()).isEqualTo(500);
        assertThat(report.published().outputTokens()).isEqualTo(500 * 9);
        assertThat(report.generated().allRows()).isEqualTo(1);
        assertThat(report.generated().outputTokens()).isEqualTo(9);
        assertThat(report.modelLoads()).singleElement().asString().contains("executor driver: stand-in on auto");
    }

    @Test
    void weirdTextsComeBackByteForByteBesideTheirTranslation(SparkSession spark) {
        String[] weird = {
            "nul \0 inside",
            "\u202eright to left\u202c",
            "e" + "\u0301".repeat(50),
            "<|endoftext|><|im_start|>",
            "line\r\nbreaks\n\n",
            "<b>html</b> & \"quotes\" 'n' `ticks`",
            "{input} {instruction} %s ${x}",
            "\ud83d\ude00 emoji",
            " leading and trailing "
        };
        write(spark, weird);

        Runs.in(folder).go(spark);

        assertThat(output(spark).select("text").as(Encoders.STRING()).collectAsList())
                .containsExactly(weird);
        assertThat(output(spark).filter("status != 'ok'").count()).isZero();
    }

    @Test
    void nestedColumnsAndNullsAreKept(SparkSession spark) {
        spark.sql("""
                select 1 as id, 'a' as text, named_struct('x', array(1, null), 'y', map('k', 2.5)) as nested,
                       timestamp'2024-02-29 12:34:56.123456' as at, cast(1.10 as decimal(10,2)) as price, X'00ff' as bytes
                union all select 2, null, null, null, null, null
                """).coalesce(1).write().parquet(Runs.in(folder).input());

        Runs.in(folder).go(spark);

        Dataset<Row> in = spark.read().parquet(Runs.in(folder).input());
        Dataset<Row> out = output(spark).select("id", "text", "nested", "at", "price", "bytes");
        assertThat(out.schema()).isEqualTo(in.schema());
        assertThat(out.toJSON().collectAsList())
                .isEqualTo(in.toJSON().collectAsList())
                .hasSize(2);
    }

    @Test
    void namesWithDotsAndBackticksAreNamesAndNothingElse(SparkSession spark) {
        var schema = new StructType().add("a.b", DataTypes.StringType).add("we`ird", DataTypes.StringType);
        spark.createDataFrame(List.of(RowFactory.create("dotted", "ticked")), schema)
                .write()
                .parquet(Runs.in(folder).input());

        Runs.in(folder).ofColumn("a.b").go(spark);
        assertThat(output(spark).select("translation").head().getString(0)).isEqualTo("DOTTED");

        Runs.in(folder).ofColumn("we`ird").overwriting().go(spark);
        assertThat(output(spark).select("translation").head().getString(0)).isEqualTo("TICKED");
    }

    @Test
    void aCorpusWithoutRowsGivesAnOutputWithoutRows(SparkSession spark) {
        write(spark);

        RunReport report = Runs.in(folder).go(spark);

        assertThat(output(spark).count()).isZero();
        assertThat(output(spark).columns()).contains("id", "text", "translation", "status");
        assertThat(report.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(report.modelLoads()).isEmpty();
    }

    @Test
    void aPrefixKeepsTheColumnsOfAnEarlierTranslation(SparkSession spark) {
        write(spark, "one");
        Runs.in(folder).go(spark);
        output(spark).write().parquet(folder.resolve("again").resolve("corpus").toString());

        Runs again = Runs.in(folder.resolve("again")).withPrefix("second_");
        again.go(spark);

        Row row = spark.read()
                .parquet(again.output())
                .select("translation", "second_translation", "second_status")
                .head();
        assertThat(row).isEqualTo(RowFactory.create("ONE", "ONE", "ok"));
    }

    @Test
    void manyRowsKeepTheOrderOfTheirFile(SparkSession spark) {
        write(spark, IntStream.range(0, 3_000).mapToObj(i -> "row " + i % 1_000).toArray(String[]::new));

        Runs.in(folder).go(spark);

        assertThat(output(spark).select("id").as(Encoders.INT()).collectAsList())
                .isSorted()
                .hasSize(3_000);
    }

    @Test
    void tooManyFailedRowsAreOverTheBudgetAndPublishedAllTheSame(SparkSession spark) {
        write(spark, "one", "x".repeat(300));

        RunReport report = Runs.in(folder).go(spark);

        assertThat(report.exitCode()).isEqualTo(ExitCode.OVER_ERROR_BUDGET);
        assertThat(output(spark).count()).isEqualTo(2);
        assertThat(report.summary()).contains("1 of 2 rows failed", "ok 1 · too_long 1", "stand-in on auto");
    }

    @Test
    void aTaskThatIsRepeatedCountsOnce(SparkSession spark) {
        write(spark, "one", "two", "poison once", "three");

        RunReport report = Runs.in(folder).go(spark);

        assertThat(output(spark).select("translation").as(Encoders.STRING()).collectAsList())
                .containsExactly("ONE", "TWO", "POISON ONCE", "THREE");
        assertThat(report.published().outputTokens()).isEqualTo(4 + 4 + 12 + 6);
        assertThat(report.modelLoads()).isNotEmpty();
    }

    @Test
    void anEngineThatFailsEveryTimeEndsTheRunWithTheReasonAndWithoutAnOutput(SparkSession spark) {
        write(spark, "one", "poison");

        UserException failure =
                catchThrowableOfType(UserException.class, () -> Runs.in(folder).go(spark));

        assertThat(failure.exitCode()).isEqualTo(ExitCode.TRY_AGAIN);
        assertThat(failure).hasMessageContaining("the device went away");
        assertThat(Path.of(Runs.in(folder).output())).doesNotExist();
    }

    @Test
    void nothingIsLeftBesideTheOutput(SparkSession spark) throws Exception {
        write(spark, "one");

        Runs.in(folder).go(spark);

        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left.map(path -> path.getFileName().toString()))
                    .containsExactlyInAnyOrder("corpus", "out", ".out.memory");
        }
    }

    private Dataset<Row> output(SparkSession spark) {
        return spark.read().parquet(Runs.in(folder).output());
    }

    private void write(SparkSession spark, @Nullable String... texts) {
        List<Row> rows = IntStream.range(0, texts.length)
                .mapToObj(id -> RowFactory.create(id, texts[id]))
                .toList();
        spark.createDataFrame(rows, TEXTS)
                .coalesce(1)
                .write()
                .parquet(Runs.in(folder).input());
    }
}
