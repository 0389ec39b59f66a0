package org.honyaku.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.honyaku.engine.TokenIds;
import org.junit.jupiter.api.Test;

class StopWordsTest {

    @Test
    void theirTextIsReadAsItIsWritten() {
        var words = new StopWords(List.of(List.of(198, 198), List.of(7)));

        assertThat(words).hasToString("198 198, 7");
        assertThat(StopWords.parse("198 198, 7")).isEqualTo(words).isEqualTo(StopWords.parse("198  198,7 "));
        assertThat(StopWords.parse(StopWords.NONE.toString())).isEqualTo(StopWords.NONE);
    }

    @Test
    void theEndOfSequenceAloneStopsNothing() {
        StopWords words = StopWords.parse("2000, 1 2000");

        assertThat(words.sequences(TokenIds.of(2000))).containsExactly(TokenIds.of(1, 2000));
        assertThat(words.sequences(TokenIds.of(2000, 5))).containsExactly(TokenIds.of(2000), TokenIds.of(1, 2000));
    }

    @Test
    void whatIsNoTokenIdIsRefused() {
        for (String text : List.of("", "a", "1,,2", "[[1]]", "-1", "1.5")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> StopWords.parse(text))
                    .withMessageStartingWith("must be");
        }
    }
}
