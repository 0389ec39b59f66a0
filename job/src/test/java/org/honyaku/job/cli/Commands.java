package org.honyaku.job.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.honyaku.job.ExitCode;

/** Runs commands in this JVM and keeps what they say. */
final class Commands {

    /** The golden model of random weights, a folder as published. */
    static final Path TINY_MODEL = Path.of("../udf/src/test/resources/golden/qwen1-tiny");

    private Commands() {}

    static Outcome run(String... arguments) {
        return runWithInput("", arguments);
    }

    static Outcome runWithInput(String input, String... arguments) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        ExitCode exitCode = Honyaku.run(
                arguments,
                new StandardStreams(
                        new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)), utf8(out), utf8(err), false));
        return new Outcome(exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private static PrintStream utf8(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    record Outcome(ExitCode exitCode, String out, String err) {

        List<String> lines() {
            return out.lines().toList();
        }
    }
}
