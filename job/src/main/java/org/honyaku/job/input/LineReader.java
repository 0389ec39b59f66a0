package org.honyaku.job.input;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a file into lines. A line ends with LF or CR LF; a CR elsewhere is part of it. A byte order mark at the beginning is not. The end
 * of the file after a line end begins no further line. Used once, by one thread.
 */
final class LineReader implements AutoCloseable {

    /** More than any text that can be translated, and little enough for a few copies in memory. */
    static final int MAX_LINE_BYTES = 100 << 20;

    private static final int BUFFER_BYTES = 1 << 16;

    private final InputStream in;
    private final String file;
    private final int maxLineBytes;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int start;
    private int end;
    private long number;

    /** @param file for messages */
    LineReader(InputStream in, String file) {
        this(in, file, MAX_LINE_BYTES);
    }

    LineReader(InputStream in, String file, int maxLineBytes) {
        this.in = in;
        this.file = file;
        this.maxLineBytes = maxLineBytes;
    }

    /** For messages. */
    String file() {
        return file;
    }

    /**
     * The next line; null after the last one.
     *
     * @throws InputException if the file is UTF-16
     */
    @Nullable
    Line next() throws IOException {
        if (number == 0) {
            skipByteOrderMark();
        }
        if (start == end && !fill()) {
            return null;
        }
        number++;
        var line = new ByteArrayOutputStream();
        long length = 0;
        boolean ended = false;
        while (!ended && (start < end || fill())) {
            int stop = lineEnd();
            ended = stop < end;
            int room = Math.max(0, maxLineBytes - line.size());
            line.write(buffer, start, Math.min(room, stop - start));
            length += stop - start;
            start = ended ? stop + 1 : stop;
        }
        return line(line.toByteArray(), length, ended);
    }

    private Line line(byte[] bytes, long length, boolean ended) {
        if (length > bytes.length) {
            return new Line(number, Arrays.copyOf(bytes, Math.min(bytes.length, Line.KEPT_OF_TOO_LONG)), "\n", length);
        }
        boolean carriageReturn = ended && bytes.length > 0 && bytes[bytes.length - 1] == '\r';
        byte[] content = carriageReturn ? Arrays.copyOf(bytes, bytes.length - 1) : bytes;
        return new Line(number, content, carriageReturn ? "\r\n" : ended ? "\n" : "", content.length);
    }

    /** Position of the next LF in the buffer, or its end. */
    private int lineEnd() {
        int stop = start;
        while (stop < end && buffer[stop] != '\n') {
            stop++;
        }
        return stop;
    }

    private boolean fill() throws IOException {
        start = 0;
        end = Math.max(0, in.read(buffer, 0, BUFFER_BYTES));
        return end > 0;
    }

    private void skipByteOrderMark() throws IOException {
        end = in.readNBytes(buffer, 0, 3);
        if (startsWith(0xEF, 0xBB, 0xBF)) {
            start = 3;
        } else if (startsWith(0xFF, 0xFE) || startsWith(0xFE, 0xFF)) {
            throw new InputException("the input file " + file + " is UTF-16; convert it, for instance with"
                    + " iconv -f UTF-16 -t UTF-8");
        }
    }

    private boolean startsWith(int... mark) {
        for (int i = 0; i < mark.length; i++) {
            if (end <= i || (buffer[i] & 0xFF) != mark[i]) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
