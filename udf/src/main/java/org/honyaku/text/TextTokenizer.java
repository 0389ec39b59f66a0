package org.honyaku.text;

/**
 * Text to token ids and back.
 *
 * <p>Text is data: whatever stands in it, encoding never yields the id of a control token, and nothing is cut. One tokenizer is
 * shared by all threads of a JVM; every method may be called from many threads at once. {@link #close} waits for calls under way
 * and releases native memory; to encode after it is an {@link IllegalStateException}.
 */
public interface TextTokenizer extends AutoCloseable {

    /**
     * The token ids of the whole text, without anything put before or after it.
     *
     * @throws TextException if the text holds an unpaired surrogate or more characters than {@link TextException.Reason#TOO_LONG}
     *     allows
     */
    int[] encode(String text);

    /**
     * The text of what a model wrote: control tokens are left out, and so is an incomplete UTF-8 character at the very end, which a
     * cut output has where a character is spread over several tokens. Other bytes that are not UTF-8 become one U+FFFD for each
     * maximal bad part. The ids are decoded together, since one character may lie in several of them.
     *
     * @throws TextException if an id does not exist
     */
    String decode(int[] ids);

    /**
     * All that the ids say: as {@link #decode}, but control tokens are written out and an incomplete character at the end becomes
     * U+FFFD.
     *
     * @throws TextException if an id does not exist
     */
    String decodeVerbatim(int[] ids);

    /** The largest id that exists, plus one. A model's embedding may have more rows than this. */
    int vocabularySize();

    @Override
    void close();
}
