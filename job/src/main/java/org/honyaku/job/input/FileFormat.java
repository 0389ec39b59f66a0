package org.honyaku.job.input;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The formats that a corpus can have. */
public enum FileFormat {
    /** Columns with types, as Spark and others write them. */
    PARQUET("parquet"),
    /** One JSON object a line. */
    JSONL("jsonl"),
    /** Fields between commas; quotes around a field that holds commas, quotes or line ends (RFC 4180). */
    CSV("csv"),
    /** Fields between tabs; every other character is data. */
    TSV("tsv"),
    /** One text a line. */
    TEXT("text");

    /** What Hadoop's codecs undo by the end of a file's name. */
    private static final List<String> COMPRESSIONS = List.of(".gz", ".bz2");

    private final String code;

    FileFormat(String code) {
        this.code = code;
    }

    /** As written on the command line: {@code jsonl}. */
    public String code() {
        return code;
    }

    /** Whether the first line of a file names the columns where nobody says whether it does. */
    public boolean hasHeaderByDefault() {
        return this == CSV;
    }

    public boolean mayHaveHeader() {
        return this == CSV || this == TSV || this == TEXT;
    }

    /** The format that a file's name speaks of: {@code pairs.tsv.gz} is {@link #TSV}. */
    public static Optional<FileFormat> ofName(String fileName) {
        String name = fileName.toLowerCase(Locale.ROOT);
        String plain = COMPRESSIONS.stream()
                .filter(name::endsWith)
                .findFirst()
                .map(ending -> name.substring(0, name.length() - ending.length()))
                .orElse(name);
        String extension = plain.substring(plain.lastIndexOf('.') + 1);
        return plain.contains(".") ? ofExtension(extension) : Optional.empty();
    }

    private static Optional<FileFormat> ofExtension(String extension) {
        return switch (extension) {
            case "parquet" -> Optional.of(PARQUET);
            case "jsonl", "ndjson", "json" -> Optional.of(JSONL);
            case "csv" -> Optional.of(CSV);
            case "tsv", "tab" -> Optional.of(TSV);
            case "txt" -> Optional.of(TEXT);
            default -> Optional.empty();
        };
    }

    @Override
    public String toString() {
        return code;
    }
}
