package org.honyaku.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Golden rows of small tokenizers of every family, kept beside the tests. */
class SmallVocabulariesTest {

    static Set<String> folders() {
        return TokenizerCases.CONTROL_TOKENS.keySet();
    }

    @ParameterizedTest
    @MethodSource("folders")
    void textsAndIdsAgreeWithTheReference(String folder) {
        SoftAssertions[] rows = TokenizerCases.compare(folder);
        assertThat(rows).hasSize(100).allSatisfy(row -> row.assertAll());
    }
}
