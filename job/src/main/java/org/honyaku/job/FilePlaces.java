package org.honyaku.job;

import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** What messages of file systems are about. */
final class FilePlaces {

    private static final Pattern SCHEME_AND_HOST = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:(//[^/]*)?(?=/)");

    /** What a name may go on with. */
    private static final String MORE_OF_A_NAME = "[^\\s/:;,='\"()<>\\[\\]]";

    private FilePlaces() {}

    /**
     * Whether {@code message} names {@code location} or something in it. A message has the whole path, a location may be relative or have
     * wildcards; {@code news} is not meant by {@code news-en}.
     */
    static boolean mentions(String message, String location) {
        String path = SCHEME_AND_HOST.matcher(location).replaceFirst("");
        String whole = Path.of(path).toAbsolutePath().normalize().toString();
        return name(whole)
                .matcher(SCHEME_AND_HOST.matcher(message).replaceAll(""))
                .find();
    }

    private static Pattern name(String path) {
        try {
            return bounded(regex(path));
        } catch (PatternSyntaxException e) { // a bracket of its own
            return bounded(Pattern.quote(path));
        }
    }

    private static Pattern bounded(String regex) {
        return Pattern.compile("(?<!" + MORE_OF_A_NAME + ")" + regex + "(?!" + MORE_OF_A_NAME + ")");
    }

    /** Of a path with Hadoop's wildcards. */
    private static String regex(String glob) {
        var regex = new StringBuilder();
        boolean inBraces = false;
        for (int i = 0; i < glob.length(); i++) {
            char c = glob.charAt(i);
            inBraces = c == '{' || (inBraces && c != '}');
            regex.append(
                    switch (c) {
                        case '*' -> "[^/]*";
                        case '?' -> "[^/]";
                        case '{' -> "(?:";
                        case '}' -> ")";
                        case ',' -> inBraces ? "|" : ",";
                        case '[', ']' -> String.valueOf(c);
                        default -> Pattern.quote(String.valueOf(c));
                    });
        }
        return regex.toString();
    }
}
