package org.honyaku.job.cli;

import picocli.CommandLine.Option;

/** Where a command that works line by line reads and writes. */
final class JsonLinesOptions {

    /** Stands for standard input or output. */
    static final String STANDARD_STREAM = "-";

    @Option(
            names = "--input",
            paramLabel = "FILE",
            description = "File of one JSON object a line, in UTF-8. Default: standard input.")
    String input = STANDARD_STREAM;

    @Option(
            names = "--output",
            paramLabel = "FILE",
            description = "File for the results; it appears when it is complete. Default: standard output.")
    String output = STANDARD_STREAM;
}
