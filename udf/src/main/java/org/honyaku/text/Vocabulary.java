package org.honyaku.text;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import org.honyaku.text.TextException.Reason;

/** The bytes that every token id stands for, and which ids are control tokens. Immutable. */
final class Vocabulary {

    /** Token i is bytes[starts[i]] to bytes[starts[i + 1]] (exclusive); an id without bytes does not exist. */
    private final byte[] bytes;

    private final int[] starts;
    private final BitSet controlIds;
    private final boolean dropsLeadingSpace;

    private Vocabulary(byte[] bytes, int[] starts, BitSet controlIds, boolean dropsLeadingSpace) {
        this.bytes = bytes;
        this.starts = starts;
        this.controlIds = controlIds;
        this.dropsLeadingSpace = dropsLeadingSpace;
    }

    int size() {
        return starts.length - 1;
    }

    /** See {@link TextTokenizer#decode}. */
    String decode(int[] ids) {
        byte[] joined = join(
                Arrays.stream(ids).filter(id -> id < 0 || !controlIds.get(id)).toArray());
        return text(joined, Utf8.completeLength(joined, joined.length));
    }

    /** See {@link TextTokenizer#decodeVerbatim}. */
    String decodeVerbatim(int[] ids) {
        byte[] joined = join(ids);
        return text(joined, joined.length);
    }

    private String text(byte[] joined, int length) {
        String text = Utf8.decode(joined, length);
        return dropsLeadingSpace && text.startsWith(" ") ? text.substring(1) : text;
    }

    private byte[] join(int[] ids) {
        var joined = new ByteArrayOutputStream(ids.length * 4);
        for (int id : ids) {
            requireExists(id);
            joined.write(bytes, starts[id], starts[id + 1] - starts[id]);
        }
        return joined.toByteArray();
    }

    private void requireExists(int id) {
        if (id < 0 || id >= size() || starts[id] == starts[id + 1]) {
            throw new TextException(
                    Reason.UNKNOWN_TOKEN,
                    "token id " + id + " does not exist: this tokenizer has the ids 0 to " + (size() - 1)
                            + (id >= 0 && id < size() ? ", and none there" : ""));
        }
    }

    /** Collects tokens in any order. */
    static final class Builder {

        private static final byte[] NONE = new byte[0];

        private final BitSet controlIds = new BitSet();
        private final boolean dropsLeadingSpace;
        private byte[][] tokens = new byte[1024][];
        private int size;

        /** @param dropsLeadingSpace whether the first space of a text is the tokenizer's own mark, as with SentencePiece */
        Builder(boolean dropsLeadingSpace) {
            this.dropsLeadingSpace = dropsLeadingSpace;
        }

        Builder add(int id, byte[] token) {
            if (id >= tokens.length) {
                tokens = Arrays.copyOf(tokens, Math.max(id + 1, tokens.length * 2));
            }
            tokens[id] = token;
            size = Math.max(size, id + 1);
            return this;
        }

        Builder addText(int id, String text) {
            return add(id, text.getBytes(StandardCharsets.UTF_8));
        }

        Builder addControl(int id, String text) {
            controlIds.set(id);
            return addText(id, text);
        }

        Vocabulary build() {
            var bytes = new ByteArrayOutputStream();
            var starts = new int[size + 1];
            for (int id = 0; id < size; id++) {
                bytes.writeBytes(tokens[id] == null ? NONE : tokens[id]);
                starts[id + 1] = bytes.size();
            }
            return new Vocabulary(bytes.toByteArray(), starts, controlIds, dropsLeadingSpace);
        }
    }
}
