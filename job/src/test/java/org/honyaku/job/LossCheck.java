package org.honyaku.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.honyaku.spark.StandIn;

/**
 * A corpus with duplicates, texts that fail and nulls, and what its output must be: every row once, counted without {@code distinct},
 * by Parquet's own reader.
 *
 * @param folder of the test; the corpus, the output and everything beside them are in it
 * @param version changes some of the texts
 */
record LossCheck(Path folder, int rows, int version) {

    private static final StructType TEXTS =
            new StructType().add("id", DataTypes.IntegerType).add("text", DataTypes.StringType);

    /** Of stand-in engines, which have a token for each character, and one for the end. */
    private static final String PROMPT =
            StandIn.settings(60).prompt().template().replace("{instruction}", "shout");

    Runs runs() {
        return Runs.in(folder).overwriting();
    }

    /** Writes the corpus in place of another. */
    LossCheck write(SparkSession spark) {
        List<Row> all = IntStream.range(0, rows)
                .mapToObj(id -> RowFactory.create(id, text(id)))
                .toList();
        spark.createDataFrame(all, TEXTS).coalesce(2).write().mode("overwrite").parquet(runs().input());
        return this;
    }

    private String text(int id) {
        return switch (id % 100) {
            case 0 -> "x".repeat(300);
            case 1 -> " ";
            case 2 -> "version " + version + " of row " + id;
            default -> "row ".repeat(id % 7) + id % (rows * 3 / 4);
        };
    }

    private String expected(int id) {
        String text = text(id);
        return switch (id % 100) {
            case 0 -> id + "\t" + text + "\tnull\ttoo_long\t0\t0";
            case 1 -> id + "\t" + text + "\tnull\tempty_source\t0\t0";
            default -> {
                int promptTokens = PROMPT.replace("{input}", text).length();
                int outputTokens = text.length() + 1;
                yield String.join(
                        "\t", "" + id, text, text.toUpperCase(Locale.ROOT), "ok", "" + promptTokens, "" + outputTokens);
            }
        };
    }

    /** The output has exactly the rows of the corpus, with their translations and token counts, and its manifest says so. */
    void assertComplete() throws IOException {
        OutputAudit.of(Path.of(runs().output())).closes();
        List<String> expected =
                IntStream.range(0, rows).mapToObj(this::expected).toList();
        assertThat(outputRows()).containsExactlyInAnyOrderElementsOf(expected);
    }

    /** The output has these rows, or those of {@code older}: a whole version, whichever. */
    void assertWhole(LossCheck older) throws IOException {
        boolean isOlder = outputRows().size() == older.rows;
        (isOlder ? older : this).assertComplete();
    }

    private List<String> outputRows() throws IOException {
        return ParquetFolder.rows(
                Path.of(runs().output()), "id", "text", "translation", "status", "prompt_tokens", "output_tokens");
    }

    /** No leftovers of dead runs, no text to translate, no file to add to the memory. */
    void assertNothingIsLeft(SparkSession spark) throws IOException {
        assertThat(leftovers()).isEmpty();
        List<Path> files = memoryFiles();
        RunReport again = runs().withLimits(new RunLimits(1, OptionalLong.empty(), Optional.empty()))
                .go(spark);
        assertThat(again.generated().allRows())
                .as("texts that were translated and not kept")
                .isZero();
        assertThat(again.modelLoads()).isEmpty();
        assertThat(memoryFiles()).isEqualTo(files);
        assertComplete();
    }

    private List<Path> memoryFiles() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve(".out.memory"))) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    /** The keys of the memory's rows, as often as they are in it. */
    List<String> memoryKeys() throws IOException {
        Path memory = folder.resolve(".out.memory");
        List<String> keys = new ArrayList<>();
        for (String part : List.of("waves", "generations")) {
            if (Files.isDirectory(memory.resolve(part))) {
                keys.addAll(ParquetFolder.rows(memory.resolve(part), "translation_key"));
            }
        }
        return keys;
    }

    /** What is in the folder besides corpus, output and memory, and in the memory besides what is published. */
    List<String> leftovers() throws IOException {
        List<String> left = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            files.map(path -> path.getFileName().toString())
                    .filter(name -> name.startsWith(".") && !name.equals(".out.memory"))
                    .forEach(left::add);
        }
        for (String part : List.of("work", "users")) {
            if (Files.exists(folder.resolve(".out.memory").resolve(part))) {
                left.add(part);
            }
        }
        return left;
    }
}
