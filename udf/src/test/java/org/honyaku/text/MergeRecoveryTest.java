package org.honyaku.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MergeRecoveryTest {

    @Test
    void aTokenIsMadeFromThePairThatItsOwnBytesLeadTo() {
        // "abc" could be "a" + "bc" as well, but "ab" has the lower rank and is merged first.
        assertThat(MergeRecovery.merges(ranks("a", "b", "c", "ab", "bc", "abc")))
                .containsExactly("a b", "b c", "ab c");
    }

    @Test
    void theLeftmostOfEqualPairsIsMergedFirst() {
        assertThat(MergeRecovery.merges(ranks("a", "aa", "aaa"))).containsExactly("a a", "aa a");
    }

    @Test
    void aTokenThatItsBytesDoNotLeadToHasNoMerge() {
        // "xyz" ends as "x" + "y" + "z": no two of them are a token.
        assertThat(MergeRecovery.merges(ranks("x", "y", "z", "xyz"))).isEmpty();
    }

    @Test
    void mergesAreWrittenInTheByteAlphabet() {
        assertThat(MergeRecovery.merges(ranks(" ", "a", "\n", " a", "a\n"))).containsExactly("Ġ a", "a Ċ");
    }

    private static TokenRanks ranks(String... tokens) {
        return new TokenRanks(Stream.of(tokens)
                .map(token -> token.getBytes(StandardCharsets.UTF_8))
                .toArray(byte[][]::new));
    }
}
