package org.honyaku.text;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rank table of a {@code .tiktoken} file: one token a line, its bytes in base64 and its rank, which is also its id. A token is held
 * as a string of one character a byte (Latin-1), so that parts of it are cheap to look up.
 */
final class TokenRanks {

    private final String[] tokens;
    private final Map<String, Integer> ranks;

    private TokenRanks(String[] tokens, Map<String, Integer> ranks) {
        this.tokens = tokens;
        this.ranks = ranks;
    }

    /**
     * @throws TokenizerException if the file cannot be read, or if its ranks are not 0 to n - 1, each once, with the 256 single bytes
     *     among their tokens
     */
    static TokenRanks read(Path file) {
        List<String> lines =
                TokenizerFile.read(file).lines().filter(line -> !line.isBlank()).toList();
        return new Reader(file, lines.size()).read(lines);
    }

    int size() {
        return tokens.length;
    }

    String token(int rank) {
        return tokens[rank];
    }

    /** The rank of these bytes, or null if they are no token. */
    @Nullable
    Integer rank(String bytes) {
        return ranks.get(bytes);
    }

    /** Fills the table and knows which line it is at. */
    private static final class Reader {

        private final Path file;
        private final String[] tokens;
        private final int[] lineOfRank;
        private final Map<String, Integer> ranks;

        private Reader(Path file, int size) {
            this.file = file;
            this.tokens = new String[size];
            this.lineOfRank = new int[size];
            this.ranks = new HashMap<>(size * 2);
        }

        private TokenRanks read(List<String> lines) {
            for (int i = 0; i < lines.size(); i++) {
                add(lines.get(i), i + 1);
            }
            requireEveryByte();
            return new TokenRanks(tokens, ranks);
        }

        private void add(String line, int number) {
            int space = line.indexOf(' ');
            if (space < 1) {
                throw bad(
                        number,
                        "is not a token in base64, a space and a rank: \"" + TokenizerFile.shorten(line) + "\"");
            }
            String token = token(line.substring(0, space), number);
            int rank = rank(line.substring(space + 1).strip(), number);
            if (lineOfRank[rank] > 0) {
                throw bad(number, "gives rank " + rank + " again; line " + lineOfRank[rank] + " has it already");
            }
            Integer other = ranks.put(token, rank);
            if (other != null) {
                throw bad(number, "gives the token of line " + lineOfRank[other] + " a second rank");
            }
            tokens[rank] = token;
            lineOfRank[rank] = number;
        }

        private String token(String base64, int number) {
            try {
                return new String(Base64.getDecoder().decode(base64), StandardCharsets.ISO_8859_1);
            } catch (IllegalArgumentException e) {
                throw bad(number, "is not base64: \"" + TokenizerFile.shorten(base64) + "\"");
            }
        }

        /** A rank beyond the number of lines means that a lower one is missing. */
        private int rank(String digits, int number) {
            try {
                int rank = Integer.parseInt(digits);
                if (rank >= 0 && rank < tokens.length) {
                    return rank;
                }
            } catch (NumberFormatException e) {
                throw bad(number, "has no number as its rank: \"" + TokenizerFile.shorten(digits) + "\"");
            }
            throw bad(
                    number,
                    "has rank " + digits + ", but " + tokens.length + " tokens have the ranks 0 to "
                            + (tokens.length - 1) + ": lines are missing");
        }

        private void requireEveryByte() {
            for (char value = 0; value < 256; value++) {
                if (!ranks.containsKey(String.valueOf(value))) {
                    throw new TokenizerException(String.format(
                            "%s has no token for the single byte 0x%02X, so that some texts could not be written; %s",
                            file, (int) value, TokenizerFile.REMEDY));
                }
            }
        }

        private TokenizerException bad(int number, String problem) {
            return new TokenizerException(file + ", line " + number + " " + problem + "; " + TokenizerFile.REMEDY);
        }
    }
}
