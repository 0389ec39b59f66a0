package org.honyaku.text;

import java.util.ArrayList;
import java.util.List;

/**
 * Merges from ranks. A rank table merges whatever neighbours make a token, lowest rank first, the leftmost among equals; a merge list
 * names each pair. The pair that a token is made from is the last one left when its own bytes are merged by rank: whatever stands
 * around these bytes, the merges inside them are the same. So one merge a token, in the order of ranks, gives the same ids.
 */
final class MergeRecovery {

    private static final int NO_RANK = Integer.MAX_VALUE;

    private final TokenRanks ranks;

    private MergeRecovery(TokenRanks ranks) {
        this.ranks = ranks;
    }

    /**
     * Left and right part of every token in the byte alphabet, a space between them, by rank. Single bytes have none; neither has a
     * token that its own bytes do not lead to, which a text holds only where it is a whole piece.
     */
    static List<String> merges(TokenRanks ranks) {
        var recovery = new MergeRecovery(ranks);
        var merges = new ArrayList<String>(ranks.size());
        for (int rank = 0; rank < ranks.size(); rank++) {
            String token = ranks.token(rank);
            int border = token.length() < 2 ? 0 : recovery.lastBorder(token);
            if (border > 0) {
                merges.add(ByteAlphabet.write(token.substring(0, border)) + " "
                        + ByteAlphabet.write(token.substring(border)));
            }
        }
        return merges;
    }

    /** Where the last two parts meet, or 0 if merging ends with more than two. */
    private int lastBorder(String token) {
        var parts = new Parts(token);
        while (parts.count > 2) {
            if (!parts.mergeLowest()) {
                return 0;
            }
        }
        return parts.borders[1];
    }

    /** A token cut into parts: part i lies between border i and border i + 1. */
    private final class Parts {

        private final String token;
        private final int[] borders;
        /** Rank of part i joined with part i + 1. */
        private final int[] joined;

        private int count;

        private Parts(String token) {
            this.token = token;
            this.count = token.length();
            this.borders = new int[count + 1];
            this.joined = new int[count];
            for (int i = 0; i <= count; i++) {
                borders[i] = i;
            }
            for (int i = 0; i + 1 < count; i++) {
                joined[i] = rankOfJoined(i);
            }
        }

        /** Whether two neighbours could be merged. */
        private boolean mergeLowest() {
            int lowest = 0;
            for (int i = 1; i + 1 < count; i++) {
                if (joined[i] < joined[lowest]) {
                    lowest = i;
                }
            }
            if (joined[lowest] == NO_RANK) {
                return false;
            }
            System.arraycopy(borders, lowest + 2, borders, lowest + 1, count - lowest - 1);
            System.arraycopy(joined, lowest + 1, joined, lowest, count - lowest - 1);
            count--;
            updateAround(lowest);
            return true;
        }

        private void updateAround(int merged) {
            if (merged > 0) {
                joined[merged - 1] = rankOfJoined(merged - 1);
            }
            if (merged + 1 < count) {
                joined[merged] = rankOfJoined(merged);
            }
        }

        private int rankOfJoined(int left) {
            Integer rank = ranks.rank(token.substring(borders[left], borders[left + 2]));
            return rank == null ? NO_RANK : rank;
        }
    }
}
