package org.honyaku.job.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Where a command reads and writes: results to {@code out}, everything meant for a person to {@code err}.
 *
 * @param terminal whether a person watches {@code err}
 */
record StandardStreams(InputStream in, PrintStream out, PrintStream err, boolean terminal) {

    /** Those of this process, in UTF-8 whatever the locale says: the texts are Japanese. {@code bin/honyaku} knows about the terminal. */
    static StandardStreams ofProcess() {
        boolean terminal = "true".equals(System.getenv("HONYAKU_TERMINAL"));
        return new StandardStreams(System.in, utf8(FileDescriptor.out), utf8(FileDescriptor.err), terminal);
    }

    private static PrintStream utf8(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }
}
