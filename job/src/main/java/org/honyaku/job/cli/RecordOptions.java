package org.honyaku.job.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.honyaku.job.Decompression;
import org.honyaku.job.ExitCode;
import org.honyaku.job.UserException;
import org.honyaku.job.config.Problems;
import org.honyaku.job.input.FileFormat;
import org.honyaku.job.input.InputException;
import org.honyaku.job.input.RecordLayout;
import org.honyaku.job.input.RecordReader;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a file of records is, for commands that read one without Spark. */
final class RecordOptions {

    private static final List<FileFormat> FORMATS =
            List.of(FileFormat.JSONL, FileFormat.CSV, FileFormat.TSV, FileFormat.TEXT);

    @Option(
            names = "--format",
            paramLabel = "jsonl|csv|tsv|text",
            description = {
                "With --stats: what the input is.",
                "Default: what its name says; jsonl where it says nothing."
            })
    private @Nullable String format;

    @Option(
            names = "--header",
            arity = "0..1",
            fallbackValue = "true",
            paramLabel = "true|false",
            description = {
                "With --stats: whether the first line of a csv, tsv or text file names the columns.",
                "Default: true for csv, false for tsv and text."
            })
    private @Nullable Boolean header;

    void check(boolean used, Problems problems) {
        if (!used && (format != null || header != null)) {
            problems.add("--format and --header belong to --stats; without it the input is one JSON object a line");
        }
        if (format != null && formatOf(format).isEmpty()) {
            problems.add("--format must be one of "
                    + FORMATS.stream().map(FileFormat::code).collect(Collectors.joining(", ")) + ", but is \"" + format
                    + "\"");
        }
    }

    /** The records of the input, which is read twice where its first lines tell the columns. */
    RecordReader open(JsonLinesOptions files, StandardStreams streams) throws IOException {
        String name = files.inputFile().orElse("standard input");
        FileFormat known = Optional.ofNullable(format)
                .flatMap(RecordOptions::formatOf)
                .or(() -> files.inputFile().flatMap(FileFormat::ofName))
                .orElse(FileFormat.JSONL);
        boolean named = header == null ? known.hasHeaderByDefault() : header;
        if (!FORMATS.contains(known)) {
            throw new UserException(ExitCode.USAGE, "the input " + name + " is " + known + ", which is not counted");
        }
        try {
            if (known == FileFormat.JSONL) {
                var layout = new RecordLayout(known, false, List.of(), null);
                return layout.open(content(files, streams), name);
            }
            byte[] all = files.inputFile().isPresent() ? null : streams.in().readAllBytes();
            RecordLayout layout = RecordLayout.of(known, named, content(all, files, streams), name);
            return layout.open(content(all, files, streams), name);
        } catch (InputException e) {
            throw new UserException(ExitCode.INPUT, String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            String problem = "the input " + name + " cannot be read: " + e.getMessage() + "; mend or remove it";
            throw new UserException(ExitCode.INPUT, problem, e);
        }
    }

    private static InputStream content(byte @Nullable [] all, JsonLinesOptions files, StandardStreams streams)
            throws IOException {
        return all == null ? content(files, streams) : new ByteArrayInputStream(all);
    }

    private static InputStream content(JsonLinesOptions files, StandardStreams streams) throws IOException {
        InputStream in = files.openInput(streams);
        return files.inputFile().isEmpty()
                ? in
                : Decompression.of(files.inputFile().get(), in, new Configuration(false));
    }

    private static Optional<FileFormat> formatOf(String code) {
        return FORMATS.stream().filter(known -> known.code().equals(code)).findFirst();
    }
}
