package org.honyaku.text;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How SentencePiece's BPE writes tokens: a low line block (U+2581) for a space, {@code <0xE3>} for a byte of a rare character. */
final class SentencePiece {

    private static final Pattern BYTE = Pattern.compile("<0x([0-9A-F]{2})>");

    private SentencePiece() {}

    static byte[] read(String token) {
        Matcher single = BYTE.matcher(token);
        return single.matches()
                ? new byte[] {(byte) Integer.parseInt(single.group(1), 16)}
                : token.replace('\u2581', ' ').getBytes(StandardCharsets.UTF_8);
    }
}
