package org.honyaku.text;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Hugging Face's {@code tokenizers} library, which DJL brings along: the only class that imports it. Many threads may encode at once;
 * closing waits for them, since the native tokenizer must not go while one of them is in it.
 */
final class RustTokenizer implements AutoCloseable {

    /** DJL cuts at 512 tokens, and pads, unless told otherwise. */
    private static final Map<String, String> OPTIONS =
            Map.of("truncation", "do_not_truncate", "padding", "do_not_pad", "addSpecialTokens", "false");

    private final ReadWriteLock lifeCycle = new ReentrantReadWriteLock();
    private final HuggingFaceTokenizer library;
    private boolean closed;

    static {
        // Tokenising needs no GPU; without these, DJL downloads a CUDA variant on a GPU machine and reports each start
        // on EC2.
        setUnlessSet("RUST_FLAVOR", "cpu");
        setUnlessSet("OPT_OUT_TRACKING", "true");
    }

    /**
     * @param source the file that {@code tokenizerJson} was made from, for messages
     * @throws TokenizerException if the library refuses the tokenizer
     */
    RustTokenizer(Path source, String tokenizerJson) {
        try {
            library = HuggingFaceTokenizer.newInstance(
                    new ByteArrayInputStream(tokenizerJson.getBytes(StandardCharsets.UTF_8)), OPTIONS);
        } catch (IOException | RuntimeException e) {
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
            return Arrays.stream(library.encode(text).getIds())
                    .mapToInt(Math::toIntExact)
                    .toArray();
        } finally {
            lifeCycle.readLock().unlock();
        }
    }

    @Override
    public void close() {
        lifeCycle.writeLock().lock();
        try {
            closed = true;
            library.close();
        } finally {
            lifeCycle.writeLock().unlock();
        }
    }

    private static void setUnlessSet(String name, String value) {
        if (System.getProperty(name) == null && System.getenv(name) == null) {
            System.setProperty(name, value);
        }
    }
}
