package org.honyaku.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Utf8Test {

    @ParameterizedTest
    @CsvSource({
        // The example of the Unicode standard, table 3-8: a < F1 80 80 > < E1 80 > < C2 > b < 80 > c < 80 > < BF > d
        "61 F1 80 80 E1 80 C2 62 80 63 80 BF 64, a???b?c??d",
        "C0 AF E0 80 BF F0 81 82 41, ????????A",
        "ED A0 80 ED BF BF ED AF 41, ????????A",
        "F4 91 92 93 FF 41 80 BF 42, ?????A??B",
        "E1 80 E2 F0 91 92 F1 BF 41, ????A"
    })
    void oneReplacementStandsForEachMaximalBadPart(String hex, String expected) {
        byte[] bytes = HexFormat.ofDelimiter(" ").parseHex(hex);
        assertThat(Utf8.decode(bytes, bytes.length)).isEqualTo(expected.replace('?', '\uFFFD'));
    }

    @Test
    void everyCodePointIsDecodedAndNoPartOfItCountsAsComplete() {
        for (int codePoint = 0; codePoint <= Character.MAX_CODE_POINT; codePoint += codePoint < 0x3000 ? 1 : 7) {
            if (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE) {
                continue;
            }
            String text = "訳" + Character.toString(codePoint);
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            assertThat(Utf8.decode(bytes, bytes.length)).isEqualTo(text);
            assertThat(Utf8.completeLength(bytes, bytes.length)).isEqualTo(bytes.length);
            for (int length = 4; length < bytes.length; length++) {
                assertThat(Utf8.completeLength(bytes, length)).isEqualTo(3);
            }
        }
    }

    @Test
    void randomBytesAgreeWithTheJdkButForEncodedSurrogates() {
        var random = new Random(3);
        var bytes = new byte[12];
        for (int i = 0; i < 20_000; i++) {
            random.nextBytes(bytes);
            if (!HexFormat.of().formatHex(bytes).contains("ed")) {
                assertThat(Utf8.decode(bytes, bytes.length)).isEqualTo(new String(bytes, StandardCharsets.UTF_8));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "E6 97, 0",
        "41 E6 97, 1",
        "41 E6, 1",
        "F0 9F 98, 0",
        "97, 1",
        "E0 80, 2",
        "41 FF, 2",
        "C2 C2, 1",
        "'', 0"
    })
    void onlyWhatMoreBytesCouldCompleteIsIncomplete(String hex, int expected) {
        byte[] bytes = HexFormat.ofDelimiter(" ").parseHex(hex);
        assertThat(Utf8.completeLength(bytes, bytes.length)).isEqualTo(expected);
    }
}
