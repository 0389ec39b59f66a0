package org.honyaku.job.input;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A line of a file. It is text if it is UTF-8 to the last byte and not too long; nothing in it is ever replaced by U+FFFD. */
final class Line {

    /** How much of a line that is too long is kept. */
    static final int KEPT_OF_TOO_LONG = 1000;

    private final long number;
    private final byte[] bytes;
    private final String end;
    private final long length;

    /**
     * A line.
     *
     * @param number from 1
     * @param bytes without the line end; where the line is too long, only its beginning
     * @param end {@code \n}, {@code \r\n}, or nothing at the end of the file
     * @param length of the whole line in bytes
     */
    Line(long number, byte[] bytes, String end, long length) {
        this.number = number;
        this.bytes = bytes;
        this.end = end;
        this.length = length;
    }

    long number() {
        return number;
    }

    String end() {
        return end;
    }

    long length() {
        return length;
    }

    /** What a line is as text, or why it is none. */
    record Content(@Nullable String text, String problem) {}

    Content content() {
        if (length > bytes.length) {
            return new Content(
                    null,
                    String.format(
                            Locale.ROOT, "the line has %,d bytes, more than are read of one line; split it", length));
        }
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        CoderResult result = decoder.decode(in, out, true);
        if (result.isError()) {
            return new Content(
                    null,
                    String.format(
                            Locale.ROOT,
                            "not UTF-8: byte %,d of the line is 0x%02X; convert the file, for instance with iconv -f SHIFT_JIS -t UTF-8",
                            in.position() + 1,
                            bytes[in.position()]));
        }
        return new Content(out.flip().toString(), "");
    }

    boolean isBlank() {
        for (byte b : bytes) {
            if (b != ' ' && b != '\t' && b != '\r') {
                return false;
            }
        }
        return true;
    }

    /** The line for people; see {@link Malformed#text}. */
    String quote() {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        var text = new StringBuilder(bytes.length);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        Optional<CoderResult> error = decode(decoder, in, out, text);
        while (error.isPresent()) {
            for (int i = 0; i < error.get().length(); i++) {
                text.append(String.format(Locale.ROOT, "\\x%02X", in.get()));
            }
            error = decode(decoder, in, out, text);
        }
        return length > bytes.length ? text.append("...").toString() : text.toString();
    }

    private static Optional<CoderResult> decode(
            CharsetDecoder decoder, ByteBuffer in, CharBuffer out, StringBuilder text) {
        CoderResult result = decoder.reset().decode(in, out.clear(), true);
        text.append(out.flip());
        return result.isError() ? Optional.of(result) : Optional.empty();
    }
}
