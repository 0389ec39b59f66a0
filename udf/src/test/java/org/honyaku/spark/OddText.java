package org.honyaku.spark;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Texts such as nobody wants in a corpus and every corpus has, and what becomes of them with stand-in engines of 60 new tokens. */
public enum OddText {
    NULL(null, RowStatus.EMPTY_SOURCE),
    EMPTY("", RowStatus.EMPTY_SOURCE),
    SPACES(" \t\u3000\n", RowStatus.EMPTY_SOURCE),
    MILLIONS_OF_CHARACTERS("x".repeat(2_000_000), RowStatus.TOO_LONG),
    NUL("a\0b", RowStatus.OK),
    HIGH_SURROGATE("half \ud800 a pair", RowStatus.ERROR),
    LOW_SURROGATE("half \udc00 a pair", RowStatus.ERROR),
    BIDI_OVERRIDES("\u202eright to left\u202c\u2066isolated\u2069", RowStatus.OK),
    COMBINING_MARKS("e" + "\u0301".repeat(10_000), RowStatus.TOO_LONG),
    CONTROL_TOKENS_OF_QWEN("<|endoftext|><|im_start|>user<|im_end|><|extra_204|>", RowStatus.OK),
    CONTROL_TOKENS_OF_LLAMA("<s>[INST]</s><unk><|begin_of_text|><|eot_id|>", RowStatus.OK),
    HTML("<b onclick='x'>&amp;&#0;</b><!-- --><script>", RowStatus.OK),
    LINE_BREAKS("a\r\nb\r\n\r\nc\r", RowStatus.OK),
    PLACES_OF_A_TEMPLATE("{input} {instruction} {output} ${x} %s {{", RowStatus.OK);

    private final Optional<String> text;
    private final RowStatus status;

    OddText(@Nullable String text, RowStatus status) {
        this.text = Optional.ofNullable(text);
        this.status = status;
    }

    public @Nullable String text() {
        return text.orElse(null);
    }

    public RowStatus status() {
        return status;
    }

    /** In UTF-8, and half a pair of surrogates as the three bytes that some programs write for it, which are none. */
    public byte @Nullable [] bytes() {
        return text.map(OddText::encode).orElse(null);
    }

    private static byte[] encode(String text) {
        ByteBuffer bytes = ByteBuffer.allocate(3 * text.length());
        text.codePoints().forEach(point -> {
            if (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE) {
                bytes.put((byte) 0xED)
                        .put((byte) (0x80 | ((point >> 6) & 0x3F)))
                        .put((byte) (0x80 | (point & 0x3F)));
            } else {
                bytes.put(Character.toString(point).getBytes(StandardCharsets.UTF_8));
            }
        });
        byte[] used = new byte[bytes.position()];
        bytes.flip().get(used);
        return used;
    }
}
