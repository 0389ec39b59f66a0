package org.honyaku.text;

/** From what a model wrote to what a user wants to read. */
public final class OutputText {

    private static final String BORDER = " \t\r\n";

    private OutputText() {}

    /**
     * Removes spaces, tabs and line ends at both ends: they belong to the prompt's layout and not to the translation. Other white
     * space, such as the ideographic space that begins a Japanese paragraph, is the model's own and stays.
     *
     * @param decoded from {@link TextTokenizer#decode}, which has left out control tokens and a character cut in two
     */
    public static String clean(String decoded) {
        int start = 0;
        int end = decoded.length();
        while (start < end && BORDER.indexOf(decoded.charAt(start)) >= 0) {
            start++;
        }
        while (end > start && BORDER.indexOf(decoded.charAt(end - 1)) >= 0) {
            end--;
        }
        return decoded.substring(start, end);
    }
}
