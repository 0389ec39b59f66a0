package org.honyaku.text;

import ai.djl.huggingface.tokenizers.jni.LibUtils;
import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Hugging Face's {@code tokenizers} library, which DJL brings along: the only class that imports it. Many threads may encode at once;
 * closing waits for them, since the native tokenizer must not go while one of them is in it.
 *
 * <p>The native methods are called without DJL's {@code HuggingFaceTokenizer} around them: that cuts at 512 tokens unless told not to,
 * and fetches every token's text and position, which costs 2.4 times the time and 16 times the memory of the ids alone.
 */
final class RustTokenizer implements AutoCloseable {

    private static final TokenizersLibrary LIBRARY = load();

    private final ReadWriteLock lifeCycle = new ReentrantReadWriteLock();
    private final long tokenizer;
    private boolean closed;

    /**
     * Builds the native tokenizer.
     *
     * @param source the file that {@code tokenizerJson} was made from, for messages
     * @throws TokenizerException if the library refuses the tokenizer
     */
    RustTokenizer(Path source, String tokenizerJson) {
        try {
            tokenizer = LIBRARY.createTokenizerFromString(tokenizerJson);
        } catch (RuntimeException e) {
            throw new TokenizerException(
                    source + " is not accepted by the tokenizers library: " + e.getMessage() + "; "
                            + TokenizerFile.REMEDY,
                    e);
        }
    }

    int[] encode(String text) {
        lifeCycle.readLock().lock();
        try {
            if (closed) {
                throw new IllegalStateException("the tokenizer is closed");
            }
            return Arrays.stream(ids(text)).mapToInt(Math::toIntExact).toArray();
        } finally {
            lifeCycle.readLock().unlock();
        }
    }

    private long[] ids(String text) {
        long encoding = LIBRARY.encode(tokenizer, text, false);
        try {
            return LIBRARY.getTokenIds(encoding);
        } finally {
            LIBRARY.deleteEncoding(encoding);
        }
    }

    @Override
    public void close() {
        lifeCycle.writeLock().lock();
        try {
            if (!closed) {
                closed = true;
                LIBRARY.deleteTokenizer(tokenizer);
            }
        } finally {
            lifeCycle.writeLock().unlock();
        }
    }

    private static TokenizersLibrary load() {
        // Tokenising needs no GPU; on a GPU machine DJL would download a CUDA variant of the library.
        if (System.getProperty("RUST_FLAVOR") == null && System.getenv("RUST_FLAVOR") == null) {
            System.setProperty("RUST_FLAVOR", "cpu");
        }
        LibUtils.checkStatus();
        return TokenizersLibrary.LIB;
    }
}
