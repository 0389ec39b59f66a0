package org.honyaku.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.honyaku.text.TextException.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextCheckTest {

    @ParameterizedTest
    @CsvSource({"D842, D842, 0", "0061 D842 0062, D842, 1", "DFB7 D842, DFB7, 0", "D842 DFB7 D842, D842, 2"})
    void anUnpairedSurrogateIsNamedWithItsPosition(String codeUnits, String named, int position) {
        var refused = refusal(fromHex(codeUnits));
        assertThat(refused.reason()).isEqualTo(Reason.UNPAIRED_SURROGATE);
        assertThat(refused)
                .hasMessage(
                        "the text is not valid Unicode: unpaired surrogate U+%s at position %d (UTF-16 units, from 0)",
                        named, position);
    }

    @Test
    void twentyMillionCharactersAreRefusedBySize() {
        var refused = refusal("あ".repeat(20_000_000));
        assertThat(refused.reason()).isEqualTo(Reason.TOO_LONG);
        assertThat(refused)
                .hasMessage(
                        "the text has 20,000,000 characters, but at most 1,000,000 are tokenised; split it into several rows");
    }

    @Test
    void aTextOfTheLargestSizeAndPairedSurrogatesPass() {
        assertThatCode(() -> TextCheck.requireTokenizable("𠮷".repeat(TextCheck.MAX_CHARACTERS / 2)))
                .doesNotThrowAnyException();
    }

    private static String fromHex(String codeUnits) {
        var bytes = HexFormat.of().parseHex(codeUnits.replace(" ", ""));
        return ByteBuffer.wrap(bytes).asCharBuffer().toString();
    }

    private static TextException refusal(String text) {
        return catchThrowableOfType(TextException.class, () -> TextCheck.requireTokenizable(text));
    }
}
