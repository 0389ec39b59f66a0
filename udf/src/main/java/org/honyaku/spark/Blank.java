package org.honyaku.spark;

/** What counts as nothing to translate. */
final class Blank {

    private Blank() {}

    /** Whether a reader would see nothing: white space of any kind, control characters and invisible format characters only. */
    static boolean isBlank(String text) {
        return text.codePoints().allMatch(Blank::isInvisible);
    }

    private static boolean isInvisible(int codePoint) {
        return Character.isWhitespace(codePoint)
                || Character.isSpaceChar(codePoint)
                || Character.isISOControl(codePoint)
                || Character.getType(codePoint) == Character.FORMAT;
    }
}
