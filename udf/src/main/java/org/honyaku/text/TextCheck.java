package org.honyaku.text;

import java.util.Locale;
import org.honyaku.text.TextException.Reason;

/** What a text must be before it is tokenised at all. */
final class TextCheck {

    /** 20 million characters take 15 seconds to tokenise, and no context window holds the tokens of even one million. */
    static final int MAX_CHARACTERS = 1_000_000;

    private TextCheck() {}

    /** @throws TextException naming the position (in UTF-16 units, from 0) or the size that is wrong */
    static void requireTokenizable(String text) {
        if (text.length() > MAX_CHARACTERS) {
            throw new TextException(
                    Reason.TOO_LONG,
                    String.format(
                            Locale.ROOT,
                            "the text has %,d characters, but at most %,d are tokenised; split it into several rows",
                            text.length(),
                            MAX_CHARACTERS));
        }
        int position = unpairedSurrogate(text);
        if (position >= 0) {
            throw new TextException(
                    Reason.UNPAIRED_SURROGATE,
                    String.format(
                            Locale.ROOT,
                            "the text is not valid Unicode: unpaired surrogate U+%04X at position %d (UTF-16 units, from 0)",
                            (int) text.charAt(position),
                            position));
        }
    }

    private static int unpairedSurrogate(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (!Character.isSupplementaryCodePoint(text.codePointAt(i))) {
                    return i;
                }
                i++;
            }
        }
        return -1;
    }
}
