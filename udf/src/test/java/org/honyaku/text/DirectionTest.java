package org.honyaku.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class DirectionTest {

    @Test
    void aDirectionIsKnownByItsCode() {
        assertThat(Direction.parse("ja-en")).isEqualTo(Direction.JA_EN);
        assertThat(Direction.parse("en-ja")).isEqualTo(Direction.EN_JA);
    }

    @Test
    void theInstructionsAreThoseTheModelWasAskedWith() {
        assertThat(Direction.JA_EN.instruction()).isEqualTo("次の日本語を英語に翻訳してください。");
        assertThat(Direction.EN_JA.instruction()).isEqualTo("次の英語を日本語に翻訳してください。");
    }

    @Test
    void anUnknownDirectionIsAnsweredWithThoseThereAre() {
        assertThatThrownBy(() -> Direction.parse("ja-fr"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there is no direction \"ja-fr\"; choose one of ja-en, en-ja");
    }
}
