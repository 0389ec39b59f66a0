package org.honyaku.job;

import java.nio.file.Path;
import java.util.regex.Pattern;

/** What messages of file systems are about. */
final class FilePlaces {

    private static final Pattern SCHEME_AND_HOST = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:(//[^/]*)?(?=/)");
    private static final Pattern WILDCARD = Pattern.compile("/[^/]*[*?\\[{].*");

    /** What a name may go on with. */
    private static final String MORE_OF_A_NAME = "[^\\s/:;,='\"()<>\\[\\]]";

    private FilePlaces() {}

    /**
     * Whether {@code message} names {@code location} or something in it. A message has the whole path, a location may be relative or have
     * wildcards; {@code news} is not meant by {@code news-en}.
     */
    static boolean mentions(String message, String location) {
        String path = SCHEME_AND_HOST.matcher(location).replaceFirst("");
        String whole = path.startsWith("/")
                ? path
                : Path.of(path).toAbsolutePath().normalize().toString();
        String folder = WILDCARD.matcher(whole).replaceFirst("");
        return Pattern.compile("(?<!" + MORE_OF_A_NAME + ")" + Pattern.quote(folder) + "(?!" + MORE_OF_A_NAME + ")")
                .matcher(SCHEME_AND_HOST.matcher(message).replaceAll(""))
                .find();
    }
}
