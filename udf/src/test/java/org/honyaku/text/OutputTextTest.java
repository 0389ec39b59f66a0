package org.honyaku.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OutputTextTest {

    @Test
    void spacesAndLineEndsAtBothEndsAreTrimmed() {
        assertThat(OutputText.clean(" \n I like dogs.\r\n\t\n")).isEqualTo("I like dogs.");
    }

    @Test
    void whatStandsInsideStays() {
        assertThat(OutputText.clean("one\n\n two \uFFFD three")).isEqualTo("one\n\n two \uFFFD three");
    }

    @Test
    void theIndentOfAJapaneseParagraphStays() {
        assertThat(OutputText.clean("\u3000吾輩は猫である。\n\u3000名前はまだ無い。")).isEqualTo("\u3000吾輩は猫である。\n\u3000名前はまだ無い。");
    }

    @Test
    void anOutputOfNothingButSpacesIsEmpty() {
        assertThat(OutputText.clean(" \n ")).isEmpty();
    }
}
