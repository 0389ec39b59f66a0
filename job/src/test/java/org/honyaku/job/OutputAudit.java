package org.honyaku.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.honyaku.spark.RowStatus;

/**
 * An output and its manifest, compared by other means than those that made them: Parquet's own reader, Java's files.
 *
 * @param manifest {@code _honyaku/run.json}
 */
record OutputAudit(Path output, JsonNode manifest) {

    /** The columns that the sums are taken over. The last one may have tabs in it. */
    private static final String[] COLUMNS = {"status", "prompt_tokens", "output_tokens", "translation"};

    static OutputAudit of(Path output) throws IOException {
        return new OutputAudit(
                output,
                new JsonMapper().readTree(output.resolve("_honyaku/run.json").toFile()));
    }

    /** Every file that a reader sees is in the manifest as it is, and the other way round; and so are the sums over its rows. */
    OutputAudit closes() throws IOException {
        assertThat(filesOfTheFolder()).isEqualTo(filesOfTheManifest());
        List<String[]> rows = ParquetFolder.rows(output, COLUMNS).stream()
                .map(line -> line.split("\t", COLUMNS.length))
                .toList();
        assertThat(rows).allMatch(row -> RowStatus.parse(row[0]).hasTranslation() == !row[3].equals("null"));
        assertThat(byStatus())
                .isEqualTo(rows.stream().collect(Collectors.groupingBy(row -> row[0], Collectors.counting())));
        assertThat(rows.stream().mapToLong(row -> Long.parseLong(row[1])).sum())
                .isEqualTo(manifest.at("/rows/prompt_tokens").asLong());
        assertThat(rows.stream().mapToLong(row -> Long.parseLong(row[2])).sum())
                .isEqualTo(manifest.at("/rows/output_tokens").asLong());
        assertThat(Stream.of("ok", "flagged", "failed", "nothing_to_do")
                        .mapToLong(verdict -> manifest.at("/rows/" + verdict).asLong())
                        .sum())
                .isEqualTo(rows.size())
                .isEqualTo(manifest.at("/rows/all").asLong())
                .isEqualTo(manifest.at("/output/rows").asLong())
                .isEqualTo(manifest.at("/input/rows").asLong());
        return this;
    }

    /** The input's files are those of the manifest, with as many rows as they have. */
    OutputAudit isOf(Path input) throws IOException {
        Map<String, String> found = new TreeMap<>();
        for (Path file : dataFiles(input)) {
            found.put(
                    file.toString(),
                    "%d bytes of %s, %d rows"
                            .formatted(
                                    Files.size(file),
                                    Instant.ofEpochMilli(
                                            Files.getLastModifiedTime(file).toMillis()),
                                    ParquetFolder.rows(file).size()));
        }
        Map<String, String> listed = new TreeMap<>();
        for (JsonNode file : manifest.at("/input/files")) {
            listed.put(
                    file.get("file").asText(),
                    "%d bytes of %s, %d rows"
                            .formatted(
                                    file.get("bytes").asLong(),
                                    file.get("modified").asText(),
                                    file.get("rows").asLong()));
        }
        assertThat(found).isEqualTo(listed);
        return this;
    }

    private Map<String, Long> byStatus() {
        return manifest.at("/rows/by_status").properties().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().asLong()));
    }

    private Map<String, String> filesOfTheFolder() throws IOException {
        Map<String, String> found = new TreeMap<>();
        for (Path file : dataFiles(output)) {
            found.put(
                    output.relativize(file).toString(),
                    "%d bytes, %d rows, %s"
                            .formatted(
                                    Files.size(file), ParquetFolder.rows(file).size(), sha256(file)));
        }
        return found;
    }

    private Map<String, String> filesOfTheManifest() {
        Map<String, String> listed = new TreeMap<>();
        for (JsonNode file : manifest.at("/output/files")) {
            listed.put(
                    file.get("file").asText(),
                    "%d bytes, %d rows, %s"
                            .formatted(
                                    file.get("bytes").asLong(),
                                    file.get("rows").asLong(),
                                    file.get("sha256").asText()));
        }
        return listed;
    }

    /** Everything that is not hidden by its name or by that of a folder around it. */
    private static List<Path> dataFiles(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> Stream.iterate(file, path -> !path.equals(folder), Path::getParent)
                            .noneMatch(path -> path.getFileName().toString().matches("[._].*")))
                    .toList();
        }
    }

    private static String sha256(Path file) throws IOException {
        try (var in = new DigestInputStream(Files.newInputStream(file), MessageDigest.getInstance("SHA-256"))) {
            in.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(in.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
