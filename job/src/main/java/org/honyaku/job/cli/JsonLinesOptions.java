package org.honyaku.job.cli;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.function.Function;
import org.honyaku.job.ExitCode;
import org.honyaku.job.UserException;
import org.honyaku.job.local.JsonLines;
import org.honyaku.job.local.LineCounts;
import picocli.CommandLine.Option;

/** Where a command that works line by line reads and writes. */
final class JsonLinesOptions {

    private static final String STANDARD_STREAM = "-";

    @Option(
            names = "--input",
            paramLabel = "FILE",
            description = {"File of one JSON object a line, in UTF-8.", "Default: standard input."})
    private String input = STANDARD_STREAM;

    @Option(
            names = "--output",
            paramLabel = "FILE",
            description = {"File for the results; it appears when it is complete.", "Default: standard output."})
    private String output = STANDARD_STREAM;

    /**
     * Opens both, works, and closes both; an output file gets its name at the very end.
     *
     * @throws UserException if one of them cannot be opened, read or written
     */
    LineCounts process(StandardStreams streams, Function<JsonLines, LineCounts> work) throws IOException {
        try (InputStream in = openInput(streams)) {
            return write(in, streams, work);
        }
    }

    /** Opens the output alone and closes it; what is read is {@code in}. */
    LineCounts write(InputStream in, StandardStreams streams, Function<JsonLines, LineCounts> work) {
        return output.equals(STANDARD_STREAM)
                ? work.apply(new JsonLines(in, streams.out()))
                : writeFile(Path.of(output), in, work);
    }

    /** The file's name; nothing for standard input. */
    Optional<String> inputFile() {
        return input.equals(STANDARD_STREAM) ? Optional.empty() : Optional.of(input);
    }

    InputStream openInput(StandardStreams streams) {
        try {
            return new BufferedInputStream(
                    input.equals(STANDARD_STREAM) ? streams.in() : Files.newInputStream(Path.of(input)));
        } catch (NoSuchFileException e) {
            throw new UserException(ExitCode.INPUT, "the input " + input + " does not exist", e);
        } catch (IOException e) {
            throw new UserException(ExitCode.INPUT, "the input " + input + " cannot be read: " + e, e);
        }
    }

    private static LineCounts writeFile(Path file, InputStream in, Function<JsonLines, LineCounts> work) {
        Path partial = file.resolveSibling(file.getFileName() + ".partial");
        try {
            LineCounts counts;
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(partial))) {
                counts = work.apply(new JsonLines(in, out));
            }
            Files.move(partial, file, StandardCopyOption.REPLACE_EXISTING);
            return counts;
        } catch (NoSuchFileException e) {
            throw new UserException(ExitCode.OUTPUT, "the folder of the output " + file + " does not exist", e);
        } catch (IOException e) {
            throw new UserException(ExitCode.OUTPUT, "the output " + file + " cannot be written: " + e, e);
        }
    }
}
