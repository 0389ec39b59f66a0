package org.honyaku.text;

/**
 * UTF-8 to text as the Unicode standard recommends (section 3.9, "U+FFFD substitution of maximal subparts"). The JDK's own decoder
 * differs: it makes one U+FFFD of an encoded surrogate (ED A0 80) where this rule, and every reference tokenizer, makes three.
 */
final class Utf8 {

    private static final char REPLACEMENT = '\uFFFD';

    private Utf8() {}

    /** Never fails: one U+FFFD stands for each maximal bad part. */
    static String decode(byte[] bytes, int length) {
        var text = new StringBuilder(length);
        int at = 0;
        while (at < length) {
            int present = presentLength(bytes, at, length);
            if (present == expectedLength(bytes[at])) {
                text.appendCodePoint(codePoint(bytes, at, present));
            } else {
                text.append(REPLACEMENT);
            }
            at += present;
        }
        return text.toString();
    }

    /** Where the character starts that {@code length} cuts in two, or {@code length} if none is cut. */
    static int completeLength(byte[] bytes, int length) {
        for (int start = Math.max(0, length - 3); start < length; start++) {
            int present = presentLength(bytes, start, length);
            if (start + present == length && present < expectedLength(bytes[start])) {
                return start;
            }
        }
        return length;
    }

    /** How many bytes from {@code start} on are the beginning of a well-formed character; 1 for a byte that begins none. */
    private static int presentLength(byte[] bytes, int start, int end) {
        int expected = expectedLength(bytes[start]);
        int present = 1;
        while (present < expected
                && start + present < end
                && continues(bytes[start], present, bytes[start + present] & 0xFF)) {
            present++;
        }
        return present;
    }

    /** Length of the character that this byte begins, or 0 if it can begin none. */
    private static int expectedLength(byte lead) {
        int value = lead & 0xFF;
        if (value < 0x80) {
            return 1;
        }
        if (value < 0xC2) {
            return 0;
        }
        return value < 0xE0 ? 2 : value < 0xF0 ? 3 : value < 0xF5 ? 4 : 0;
    }

    /** Whether {@code value} may be the byte number {@code index} of a character (Unicode standard, table 3-7). */
    private static boolean continues(byte lead, int index, int value) {
        int lowest = 0x80;
        int highest = 0xBF;
        if (index == 1) {
            switch (lead & 0xFF) {
                case 0xE0 -> lowest = 0xA0;
                case 0xED -> highest = 0x9F;
                case 0xF0 -> lowest = 0x90;
                case 0xF4 -> highest = 0x8F;
                default -> {}
            }
        }
        return value >= lowest && value <= highest;
    }

    private static int codePoint(byte[] bytes, int start, int length) {
        if (length == 1) {
            return bytes[start];
        }
        int value = bytes[start] & (0x7F >> length);
        for (int i = 1; i < length; i++) {
            value = (value << 6) | (bytes[start + i] & 0x3F);
        }
        return value;
    }
}
