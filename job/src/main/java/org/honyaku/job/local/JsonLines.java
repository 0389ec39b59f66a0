package org.honyaku.job.local;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import org.honyaku.job.ExitCode;
import org.honyaku.job.UserException;
import org.jspecify.annotations.Nullable;

/**
 * Lines of JSON between two streams, one at a time. Lines are bytes until they are parsed, so that one that is not UTF-8 spoils
 * itself only. The streams are the caller's to close.
 */
public final class JsonLines {

    private final InputStream in;
    private final OutputStream out;
    private long lineNumber;

    /** @param in best buffered; lines end with LF, and a CR before it is white space to JSON */
    public JsonLines(InputStream in, OutputStream out) {
        this.in = in;
        this.out = out;
    }

    /**
     * The next line that is not blank, without its end; null after the last one.
     *
     * @throws UserException if the input cannot be read
     */
    byte @Nullable [] next() {
        try {
            byte[] line = readLine();
            while (line != null && isBlank(line)) {
                line = readLine();
            }
            return line;
        } catch (IOException e) {
            throw new UserException(ExitCode.INPUT, "the input cannot be read after line " + lineNumber + ": " + e, e);
        }
    }

    /** Of the line that {@link #next} gave last, from 1. */
    long lineNumber() {
        return lineNumber;
    }

    /**
     * Writes a line and flushes it: whoever reads along sees whole rows.
     *
     * @throws UserException if the output cannot be written
     */
    void write(ObjectNode row) {
        try {
            out.write(JsonRow.JSON.writeValueAsBytes(row));
            out.write('\n');
            out.flush();
            if (out instanceof PrintStream stream && stream.checkError()) {
                throw new IOException("nobody reads it any more");
            }
        } catch (IOException e) {
            throw new UserException(ExitCode.OUTPUT, "the output cannot be written: " + e.getMessage(), e);
        }
    }

    private byte @Nullable [] readLine() throws IOException {
        int next = in.read();
        if (next < 0) {
            return null;
        }
        lineNumber++;
        var line = new ByteArrayOutputStream();
        while (next >= 0 && next != '\n') {
            line.write(next);
            next = in.read();
        }
        return line.toByteArray();
    }

    private static boolean isBlank(byte[] line) {
        for (byte b : line) {
            if (b != ' ' && b != '\t' && b != '\r') {
                return false;
            }
        }
        return true;
    }
}
