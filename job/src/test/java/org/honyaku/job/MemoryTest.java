package org.honyaku.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.honyaku.spark.StandIn;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What is translated once is not translated again, whatever happens to the files around it. */
@ExtendWith(LocalSpark.class)
class MemoryTest {

    private static final StructType TEXTS =
            new StructType().add("id", DataTypes.IntegerType).add("text", DataTypes.StringType);
    private static final int ROWS = 40;

    private final Path folder;
    private final Runs runs;
    private final SparkSession spark;

    MemoryTest(@TempDir Path folder, SparkSession spark) {
        this.folder = folder;
        this.runs = Runs.in(folder).overwriting();
        this.spark = spark;
        write(texts());
    }

    @Test
    void theSameCommandAgainCallsNoModelAndAddsNoFile() throws IOException {
        RunReport first = runs.go(spark);
        Set<String> files = memoryFiles();
        RunReport second = runs.go(spark);
        RunReport third = runs.go(spark);

        assertThat(first.generated().allRows()).isEqualTo(ROWS);
        assertThat(first.published().reusedRows()).isZero();
        assertThat(List.of(second, third)).allSatisfy(again -> {
            assertThat(again.generated().allRows()).isZero();
            assertThat(again.modelLoads()).isEmpty();
            assertThat(again.published().reusedRows()).isEqualTo(ROWS);
            assertThat(again.published().rows()).isEqualTo(first.published().rows());
        });
        assertThat(memoryFiles()).isEqualTo(files).isNotEmpty();
        assertOutputIs(texts());
    }

    @Test
    void aChangedRowCostsOneRowAndADeletedOneNothing() {
        runs.go(spark);
        String[] changed = texts();
        changed[7] = "something else";
        write(changed);
        RunReport afterChange = runs.go(spark);
        assertOutputIs(changed);

        String[] shorter = Stream.of(changed).skip(1).toArray(String[]::new);
        write(shorter);
        RunReport afterDeletion = runs.go(spark);

        assertThat(afterChange.generated().allRows()).isEqualTo(1);
        assertThat(afterChange.published().reusedRows()).isEqualTo(ROWS - 1);
        assertThat(afterDeletion.generated().allRows()).isZero();
        assertOutputIs(shorter);
    }

    @Test
    void whatFilesAreCalledAndHowOldTheyAreDoesNotMatter() throws IOException {
        runs.go(spark);

        Files.move(corpusFile(), corpusFile().resolveSibling("renamed.parquet"));
        RunReport afterRename = runs.go(spark);
        assertThat(afterRename.generated().allRows()).isZero();

        String[] changed = texts();
        changed[0] = "rewritten in place";
        Path name = corpusFile();
        FileTime old = FileTime.from(Instant.EPOCH);
        write(changed);
        Files.move(corpusFile(), name);
        Files.setLastModifiedTime(name, old);
        RunReport afterRewrite = runs.go(spark);

        assertThat(afterRewrite.generated().allRows()).isEqualTo(1);
        assertOutputIs(changed);
    }

    @Test
    void anotherPromptIsAnotherTranslation() {
        runs.go(spark);
        RunReport longer = runs.with(StandIn.settings(59)).go(spark);
        RunReport back = runs.go(spark);

        assertThat(longer.generated().allRows()).isEqualTo(ROWS);
        assertThat(back.generated().allRows()).isZero();
    }

    @Test
    void severalCorporaShareAMemory() throws IOException {
        Path memory = folder.resolve("shared");
        runs.withMemory(memory).go(spark);
        Path other = Files.createDirectory(folder.resolve("other"));
        spark.read().parquet(runs.input()).write().parquet(Runs.in(other).input());

        RunReport report = Runs.in(other).withMemory(memory).go(spark);

        assertThat(report.generated().allRows()).isZero();
        assertThat(report.published().reusedRows()).isEqualTo(ROWS);
    }

    @Test
    void aTextThatFailsIsTriedAgainUpToTheLimitAndNoFurther() {
        write("one", "x".repeat(300), null);
        List<Long> tried = IntStream.range(0, 5)
                .mapToObj(run -> runs.go(spark).generated().allRows())
                .toList();

        assertThat(tried).containsExactly(3L, 1L, 1L, 0L, 0L);
        assertThat(output("status", "attempts", "reused"))
                .containsExactly(
                        RowFactory.create("ok", 1, true),
                        RowFactory.create("too_long", 3, false),
                        RowFactory.create("empty_source", 1, true));
    }

    @Test
    void smallWavesGiveTheSameOutput() throws IOException {
        var limits = new RunLimits(3, OptionalLong.of(300), Optional.empty());

        RunReport report = runs.withLimits(limits).go(spark);

        assertThat(report.generated().allRows()).isEqualTo(ROWS);
        assertThat(waves()).hasSizeBetween(3, 5);
        assertOutputIs(texts());
    }

    @Test
    void manyFilesBecomeOneGenerationWithEachKeyOnce() throws IOException {
        runs.go(spark);
        Path wave = waves().get(0);
        for (int copy = 0; copy < 60; copy++) {
            copy(wave, wave.resolveSibling("copy-" + copy));
        }
        runs.go(spark);

        assertThat(waves()).isEmpty();
        assertThat(memoryFiles()).singleElement().asString().contains("generation-000001");
        assertThat(spark.read()
                        .parquet(folder.resolve(".out.memory/generations/generation-000001")
                                .toString())
                        .count())
                .isEqualTo(ROWS);
        assertThat(runs.go(spark).generated().allRows()).isZero();
        assertOutputIs(texts());
    }

    private static String[] texts() {
        return IntStream.range(0, ROWS)
                .mapToObj(i -> "row ".repeat(i % 5 + 1) + i)
                .toArray(String[]::new);
    }

    private void write(@Nullable String... texts) {
        List<Row> rows = IntStream.range(0, texts.length)
                .mapToObj(id -> RowFactory.create(id, texts[id]))
                .toList();
        spark.createDataFrame(rows, TEXTS).coalesce(1).write().mode("overwrite").parquet(runs.input());
    }

    private void assertOutputIs(String... texts) {
        List<Row> expected = IntStream.range(0, texts.length)
                .mapToObj(id -> RowFactory.create(id, texts[id], texts[id].toUpperCase(Locale.ROOT)))
                .toList();
        assertThat(output("id", "text", "translation")).containsExactlyElementsOf(expected);
    }

    private List<Row> output(String... columns) {
        return spark.read().parquet(runs.output()).selectExpr(columns).collectAsList();
    }

    private Path corpusFile() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("corpus"))) {
            return files.filter(file -> file.toString().endsWith(".parquet"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private List<Path> waves() throws IOException {
        try (Stream<Path> waves = Files.list(folder.resolve(".out.memory/waves"))) {
            return waves.toList();
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectory(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }

    private Set<String> memoryFiles() throws IOException {
        Path memory = folder.resolve(".out.memory");
        try (Stream<Path> files = Files.walk(memory)) {
            return new TreeSet<>(files.filter(file -> file.toString().endsWith(".parquet"))
                    .map(file -> memory.relativize(file) + " " + modified(file))
                    .toList());
        }
    }

    private static FileTime modified(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
