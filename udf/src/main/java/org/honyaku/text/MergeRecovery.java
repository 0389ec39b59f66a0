package org.honyaku.text;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Merges from ranks. A rank table merges whatever neighbours make a token, lowest rank first, the leftmost among equals; a merge list
 * names each pair. The pair that a token is made from is the last one left when its own bytes are merged by rank: whatever stands
 * around these bytes, the merges inside them are the same. So one merge a token, in the order of ranks, gives the same ids.
 */
final class MergeRecovery {

    private MergeRecovery() {}

    /**
     * Left and right part of every token in the byte alphabet, a space between them, by rank. Single bytes have none; neither has a
     * token that its own bytes do not lead to, which a text holds only where it is a whole piece.
     */
    static List<String> merges(TokenRanks ranks) {
        return IntStream.range(0, ranks.size())
                .parallel()
                .mapToObj(rank -> merge(ranks, ranks.token(rank)))
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<String> merge(TokenRanks ranks, byte[] token) {
        var parts = new Parts(ranks, token);
        while (parts.count > 2) {
            if (!parts.mergeLowest()) {
                return Optional.empty();
            }
        }
        return parts.count < 2
                ? Optional.empty()
                : Optional.of(ByteAlphabet.write(token, 0, parts.borders[1])
                        + " "
                        + ByteAlphabet.write(token, parts.borders[1], token.length));
    }

    /** A token cut into parts: part i lies between border i and border i + 1. */
    private static final class Parts {

        private final TokenRanks ranks;
        private final byte[] token;
        private final int[] borders;

        /** Rank of part i joined with part i + 1. */
        private final int[] joined;

        private int count;

        private Parts(TokenRanks ranks, byte[] token) {
            this.ranks = ranks;
            this.token = token;
            this.count = token.length;
            this.borders = IntStream.rangeClosed(0, count).toArray();
            this.joined = new int[count];
            for (int i = 0; i + 1 < count; i++) {
                joined[i] = rankOfJoined(i);
            }
        }

        /** Whether there were two neighbours to merge. */
        private boolean mergeLowest() {
            int lowest = 0;
            for (int i = 1; i + 1 < count; i++) {
                if (joined[i] < joined[lowest]) {
                    lowest = i;
                }
            }
            if (joined[lowest] == TokenRanks.NO_RANK) {
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
            return ranks.rank(token, borders[left], borders[left + 2]);
        }
    }
}
