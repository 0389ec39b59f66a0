package org.honyaku.text;

import java.util.Arrays;

/**
 * The alphabet in which byte-level tokenizers write bytes as printable characters (from GPT-2): printable Latin-1 stands for itself,
 * every other byte for the next character from U+0100 on.
 */
final class ByteAlphabet {

    private static final char[] CHARACTERS = new char[256];
    private static final int[] BYTES = new int[512];

    static {
        Arrays.fill(BYTES, -1);
        char next = 256;
        for (int value = 0; value < 256; value++) {
            boolean printable = (value >= '!' && value <= '~') || (value >= 0xA1 && value != 0xAD);
            CHARACTERS[value] = printable ? (char) value : next++;
            BYTES[CHARACTERS[value]] = value;
        }
    }

    private ByteAlphabet() {}

    /** The bytes between {@code from} and {@code to} (exclusive) in this alphabet. */
    static String write(byte[] bytes, int from, int to) {
        var text = new StringBuilder(to - from);
        for (int i = from; i < to; i++) {
            text.append(CHARACTERS[bytes[i] & 0xFF]);
        }
        return text.toString();
    }

    /** Whether {@code text} is written in this alphabet throughout. */
    static boolean covers(String text) {
        return text.chars().allMatch(character -> character < BYTES.length && BYTES[character] >= 0);
    }

    /** The bytes that {@code text}, written in this alphabet, stands for. */
    static byte[] read(String text) {
        var bytes = new byte[text.length()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) BYTES[text.charAt(i)];
        }
        return bytes;
    }
}
