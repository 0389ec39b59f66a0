package org.honyaku.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.honyaku.spark.RowStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Corpora in text files: rows in are rows out, whatever stands in them. */
@ExtendWith(LocalSpark.class)
class TextCorpusTest {

    private final Path folder;
    private final SparkSession spark;

    TextCorpusTest(@TempDir Path folder, SparkSession spark) {
        this.folder = folder;
        this.spark = spark;
    }

    @Test
    void jsonLinesKeepTheirColumnsAndMalformedLinesTheirPlace() throws IOException {
        write("corpus/dolly.jsonl", """
                {"instruction": "translate", "input": "one", "output": "eins", "index": 1}
                {"instruction": "translate", "input": "two"

                {"input": "three", "category": {"a": [1]}, "instruction": null}
                {"instruction": "half", "input": "\\ud800"}
                {"instruction": "no text"}
                {"instruction": "number", "input": 5}
                """);

        RunReport report = Runs.in(folder).ofColumn("input").go(spark);

        Dataset<Row> out = output();
        assertThat(out.columns()).startsWith("instruction", "input", "output", "index", "category", "malformed");
        String file = folder.resolve("corpus/dolly.jsonl").toString();
        assertThat(out.select("instruction", "input", "index", "category", "translation", "status")
                        .collectAsList())
                .containsExactly(
                        RowFactory.create("translate", "one", "1", null, "ONE", "ok"),
                        RowFactory.create(null, null, null, null, null, "error"),
                        RowFactory.create(null, "three", null, "{\"a\": [1]}", "THREE", "ok"),
                        RowFactory.create(null, null, null, null, null, "error"),
                        RowFactory.create("no text", null, null, null, null, "empty_source"),
                        RowFactory.create("number", "5", null, null, null, "error"));
        assertThat(out.select("malformed.line", "malformed.text", "malformed.file")
                        .collectAsList())
                .contains(
                        RowFactory.create(2L, "{\"instruction\": \"translate\", \"input\": \"two\"", file),
                        RowFactory.create(5L, "{\"instruction\": \"half\", \"input\": \"\\ud800\"}", file));
        assertThat(errors(out))
                .hasSize(3)
                .anyMatch(error -> error.startsWith(file + ", line 2: not JSON"))
                .contains(file + ", line 7: the value of input is no string");
        assertThat(report.malformed().count()).isEqualTo(3);
        assertThat(report.summary()).contains("malformed 3 of them", file + ", line 2: not JSON");
    }

    @Test
    void theRunIsRecordedBesideItsRowsAndReadersDoNotSeeIt() throws IOException {
        write("corpus/c.jsonl", "{\"text\": \"a\"}\nbroken\n");

        Runs.in(folder).go(spark);
        Runs.in(folder).overwriting().go(spark);

        JsonNode record = new JsonMapper()
                .readTree(folder.resolve("out/_honyaku/run.json").toFile());
        assertThat(record.at("/input/path").asText()).isEqualTo(Runs.in(folder).input());
        assertThat(record.at("/input/format").asText()).isEqualTo("jsonl");
        assertThat(record.at("/model/digest").asText()).isEqualTo("digest");
        assertThat(record.at("/generation/top_p/value").asText()).isEqualTo("0.8");
        assertThat(record.at("/generation/top_p/from").asText()).isEqualTo("model folder");
        assertThat(record.at("/rows/by_status").toString()).contains("\"ok\":1", "\"error\":1");
        assertThat(record.at("/rows/malformed").asInt()).isEqualTo(1);
        assertThat(output().count()).isEqualTo(2);
        assertThat(output().columns()).doesNotContain("_honyaku");
    }

    @Test
    void aTextThatIsMalformedInOneRowIsTranslatedInAnother() throws IOException {
        write("corpus/c.jsonl", "{\"text\": \"5\"}\n{\"text\": 5}\n");

        Runs.in(folder).go(spark);

        assertThat(output().select("text", "translation", "status", "output_tokens")
                        .collectAsList())
                .containsExactly(RowFactory.create("5", "5", "ok", 2), RowFactory.create("5", null, "error", 0));
    }

    @Test
    void whatALineOfTextCanHoldComesBackAsItIsAndItsNeighboursAreTranslated() throws IOException {
        List<String> texts = List.of(
                "one",
                "nul \\u0000 inside",
                "\\u202eback\\u202c",
                "e\\u0301\\u0301",
                "<|endoftext|>",
                "a\\r\\nb",
                "one");
        String lines =
                texts.stream().map(text -> "{\"text\": \"" + text + "\"}\r\n").collect(Collectors.joining());
        write("corpus/c.jsonl", "\uFEFF" + lines + "{\"text\": \"" + "x".repeat(20_000_000) + "\"}\n");

        RunReport report = Runs.in(folder).go(spark);

        assertThat(output().filter("status = 'ok'")
                        .select("text")
                        .as(Encoders.STRING())
                        .collectAsList())
                .containsExactly(
                        "one", "nul \0 inside", "\u202eback\u202c", "e\u0301\u0301", "<|endoftext|>", "a\r\nb", "one");
        assertThat(output().filter("status = 'too_long'")
                        .selectExpr("length(text)")
                        .head()
                        .getInt(0))
                .isEqualTo(20_000_000);
        assertThat(report.malformed().count()).isZero();
    }

    @Test
    void tabSeparatedPairsAreTranslatedByTheNumberOfTheirColumn() throws IOException {
        write("corpus/pairs.tsv", "\"one\" quote\tRun.\nno tab\ntwo\tRun!\r\n\t\n");

        RunReport report = Runs.in(folder).ofColumn("1").go(spark);

        assertThat(output().select("column_1", "column_2", "translation", "status")
                        .collectAsList())
                .containsExactly(
                        RowFactory.create("\"one\" quote", "Run.", "\"ONE\" QUOTE", "ok"),
                        RowFactory.create(null, null, null, "error"),
                        RowFactory.create("two", "Run!", "TWO", "ok"),
                        RowFactory.create("", "", null, "empty_source"));
        assertThat(report.published().rows())
                .containsOnly(
                        Map.entry(RowStatus.OK, 2L),
                        Map.entry(RowStatus.ERROR, 1L),
                        Map.entry(RowStatus.EMPTY_SOURCE, 1L));
    }

    @Test
    void commaSeparatedValuesHaveAHeader() throws IOException {
        write("corpus/c.csv", "id,text\n1,\"a, \"\"b\"\"\nc\"\n2,d\n");

        Runs.in(folder).go(spark);

        assertThat(output().select("id", "text", "translation").collectAsList())
                .containsExactly(
                        RowFactory.create("1", "a, \"b\"\nc", "A, \"B\"\nC"), RowFactory.create("2", "d", "D"));
    }

    @Test
    void aHundredBadLinesAmongAThousandGoodOnesLeaveThemAsTheyAre() throws IOException {
        write("good/corpus/c.jsonl", lines(false));
        write("mixed/corpus/c.jsonl", lines(true));

        Runs.in(folder.resolve("good")).go(spark);
        RunReport mixed = Runs.in(folder.resolve("mixed")).go(spark);

        List<String> columns = List.of("text", "translation", "status", "output_tokens", "mean_logprob");
        assertThat(read("mixed")
                        .filter("status = 'ok'")
                        .selectExpr(columns.toArray(String[]::new))
                        .collectAsList())
                .isEqualTo(
                        read("good").selectExpr(columns.toArray(String[]::new)).collectAsList())
                .hasSize(1000);
        assertThat(mixed.malformed().count()).isEqualTo(100);
        assertThat(mixed.malformed().examples()).hasSize(5);
        assertThat(mixed.exitCode()).isEqualTo(ExitCode.OVER_ERROR_BUDGET);
    }

    @Test
    void manyFilesCompressedAndEmptyOnesAmongThemAreOneCorpus() throws IOException {
        write("corpus/b/2.tsv", "three\tc\n");
        Files.createFile(folder.resolve("corpus/0.tsv"));
        Files.createFile(folder.resolve("corpus/_hidden.txt"));
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(folder.resolve("corpus/a.TSV.GZ")))) {
            out.write("one\ta\ntwo\tb\n".getBytes(StandardCharsets.UTF_8));
        }

        Runs.in(folder).ofColumn("column_1").go(spark);

        assertThat(output().select("translation").collectAsList())
                .containsExactlyInAnyOrder(
                        RowFactory.create("ONE"), RowFactory.create("TWO"), RowFactory.create("THREE"));
    }

    @Test
    void aColumnCalledMalformedGetsAPrefixBesideIt() throws IOException {
        write("corpus/c.jsonl", "{\"text\": \"a\", \"malformed\": \"mine\"}\n");

        Runs.in(folder).withPrefix("honyaku_").go(spark);

        assertThat(output().select("malformed", "honyaku_malformed", "honyaku_translation")
                        .collectAsList())
                .containsExactly(RowFactory.create("mine", null, "A"));
    }

    private static String lines(boolean withBadOnes) {
        return IntStream.range(0, 1000)
                .mapToObj(i -> (withBadOnes && i % 10 == 3 ? "{\"text\": \"bad " + i + "\n" : "") + "{\"text\": \"row "
                        + i + "\"}\n")
                .collect(Collectors.joining());
    }

    private static List<String> errors(Dataset<Row> out) {
        return out.filter("error is not null").select("error").collectAsList().stream()
                .map(row -> row.getString(0))
                .toList();
    }

    private void write(String name, String content) throws IOException {
        Files.createDirectories(folder.resolve(name).getParent());
        Files.writeString(folder.resolve(name), content);
    }

    private Dataset<Row> output() {
        return spark.read().parquet(Runs.in(folder).output());
    }

    private Dataset<Row> read(String name) {
        return spark.read().parquet(Runs.in(folder.resolve(name)).output());
    }
}
