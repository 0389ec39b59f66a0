package org.honyaku.text;

import java.nio.file.Path;
import java.util.Base64;
import java.util.List;

/** Reads a {@code .tiktoken} file: one token a line, its bytes in base64, a space and its rank. */
final class RankFile {

    private final Path file;
    private final byte[][] tokens;
    private final int[] lineOfRank;

    private RankFile(Path file, int size) {
        this.file = file;
        this.tokens = new byte[size][];
        this.lineOfRank = new int[size];
    }

    /**
     * The table of a file.
     *
     * @throws TokenizerException if the file cannot be read, or if its ranks are not 0 to n - 1, each once and for another token, with
     *     the 256 single bytes among the tokens
     */
    static TokenRanks read(Path file) {
        List<String> lines =
                TokenizerFile.read(file).lines().filter(line -> !line.isBlank()).toList();
        if (lines.size() > TokenRanks.MAX_TOKENS) {
            throw new TokenizerException(file + " has " + lines.size() + " lines, but no tokenizer has more than "
                    + TokenRanks.MAX_TOKENS + " tokens; " + TokenizerFile.REMEDY);
        }
        return new RankFile(file, lines.size()).read(lines);
    }

    private TokenRanks read(List<String> lines) {
        for (int i = 0; i < lines.size(); i++) {
            add(lines.get(i), i + 1);
        }
        var ranks = new TokenRanks(tokens);
        requireDistinct(ranks);
        requireEveryByte(ranks);
        return ranks;
    }

    private void add(String line, int number) {
        int space = line.indexOf(' ');
        if (space < 1) {
            throw bad(number, "is not a token in base64, a space and a rank: " + TokenizerFile.quote(line));
        }
        byte[] token = token(line.substring(0, space), number);
        int rank = rank(line.substring(space + 1).strip(), number);
        if (lineOfRank[rank] > 0) {
            throw bad(number, "gives rank " + rank + " again; line " + lineOfRank[rank] + " has it already");
        }
        tokens[rank] = token;
        lineOfRank[rank] = number;
    }

    private byte[] token(String base64, int number) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw bad(number, "is not base64: " + TokenizerFile.quote(base64));
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
            throw bad(number, "has no number as its rank: " + TokenizerFile.quote(digits));
        }
        throw bad(
                number,
                "has rank " + digits + ", but " + tokens.length + " tokens have the ranks 0 to " + (tokens.length - 1)
                        + ": lines are missing");
    }

    private void requireDistinct(TokenRanks ranks) {
        for (int rank = 0; rank < tokens.length; rank++) {
            int other = ranks.rank(tokens[rank], 0, tokens[rank].length);
            if (other != rank) {
                throw bad(lineOfRank[other], "has the token of line " + lineOfRank[rank] + " again, with another rank");
            }
        }
    }

    private void requireEveryByte(TokenRanks ranks) {
        for (int value = 0; value < 256; value++) {
            if (ranks.rank(new byte[] {(byte) value}, 0, 1) == TokenRanks.NO_RANK) {
                throw new TokenizerException(String.format(
                        "%s has no token for the single byte 0x%02X, so that some texts could not be written; %s",
                        file, value, TokenizerFile.REMEDY));
            }
        }
    }

    private TokenizerException bad(int number, String problem) {
        return new TokenizerException(file + ", line " + number + " " + problem + "; " + TokenizerFile.REMEDY);
    }
}
