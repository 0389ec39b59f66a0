package org.honyaku.text;

import java.util.Arrays;
import java.util.stream.Collectors;

/** From which language into which, with the instruction that tells the model so. */
public enum Direction {
    /** Japanese to English; the instruction is that of the model card of rinna/nekomata-7b-instruction. */
    JA_EN("ja-en", "次の日本語を英語に翻訳してください。"),
    /** English to Japanese. */
    EN_JA("en-ja", "次の英語を日本語に翻訳してください。");

    private final String code;
    private final String instruction;

    Direction(String code, String instruction) {
        this.code = code;
        this.instruction = instruction;
    }

    /**
     * The direction of this code.
     *
     * @throws IllegalArgumentException listing the directions there are
     */
    public static Direction parse(String code) {
        return Arrays.stream(values())
                .filter(direction -> direction.code.equals(code))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no direction \"" + code + "\"; choose one of "
                        + Arrays.stream(values()).map(Direction::code).collect(Collectors.joining(", "))));
    }

    /** As written on the command line: "ja-en". */
    public String code() {
        return code;
    }

    public String instruction() {
        return instruction;
    }

    @Override
    public String toString() {
        return code;
    }
}
