package org.honyaku.spark;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The name of a translation: equal keys mean that the same model was asked for the same thing in the same way.
 *
 * <p>The key is the first 128 bits of a SHA-256, as 32 hexadecimal digits: half the bytes in every file and join, and among
 * 10<sup>9</sup> texts two of equal key are still less likely than 10<sup>-20</sup>. It is taken over these fields, each as the
 * length of its UTF-8 bytes (4 bytes, big-endian) followed by the bytes: {@code honyaku-2}, direction, model digest, precision as it
 * was asked for, template, instruction, generation settings as text, source text. A null source text has length -1 and no bytes.
 */
public final class TranslationKey {

    /** Goes up whenever texts come out otherwise than before, since those of the old way must not stand for them. */
    private static final String VERSION = "honyaku-2";

    private static final int KEY_BYTES = 16;

    private final MessageDigest settingsDigest;

    /** Keys of texts translated with {@code settings}. Thread-safe. */
    public TranslationKey(TranslateSettings settings) {
        if (!settings.model().isIdentified()) {
            throw new IllegalArgumentException("no translation has a key before its model is identified");
        }
        settingsDigest = sha256();
        update(settingsDigest, VERSION);
        update(settingsDigest, settings.prompt().direction());
        update(settingsDigest, settings.model().digest());
        update(settingsDigest, settings.model().precision());
        update(settingsDigest, settings.prompt().template());
        update(settingsDigest, settings.prompt().instruction());
        update(settingsDigest, canonical(settings.generation()));
    }

    /** The key of {@code text}. */
    public String of(@Nullable String text) {
        MessageDigest digest = copyOf(settingsDigest);
        update(digest, text);
        return HexFormat.of().formatHex(digest.digest(), 0, KEY_BYTES);
    }

    /** A name for everything but the text: equal where the keys of equal texts are equal. 32 hexadecimal digits. */
    public String settingsId() {
        return HexFormat.of().formatHex(copyOf(settingsDigest).digest(), 0, KEY_BYTES);
    }

    /** The seed of a row's random draws: the first 64 bits of its key. */
    static long seed(String key) {
        return HexFormat.fromHexDigitsToLong(key, 0, Long.BYTES * 2);
    }

    /** Spelt out field by field, so that a renamed record component does not change every key. */
    private static String canonical(GenerationSettings generation) {
        return "max_new_tokens=" + generation.maxNewTokens()
                + " min_new_tokens=" + generation.minNewTokens()
                + " do_sample=" + generation.doSample()
                + " temperature=" + generation.temperature()
                + " top_k=" + generation.topK()
                + " top_p=" + generation.topP()
                + " repetition_penalty=" + generation.repetitionPenalty()
                + " seed=" + generation.seed()
                + " stop_words_ids=" + generation.stopWords();
    }

    private static void update(MessageDigest digest, @Nullable String field) {
        byte[] bytes = field == null ? new byte[0] : field.getBytes(StandardCharsets.UTF_8);
        int length = field == null ? -1 : bytes.length;
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(length).array());
        digest.update(bytes);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    private static MessageDigest copyOf(MessageDigest digest) {
        try {
            return (MessageDigest) digest.clone();
        } catch (CloneNotSupportedException e) {
            throw new AssertionError("the platform's SHA-256 can be copied", e);
        }
    }
}
