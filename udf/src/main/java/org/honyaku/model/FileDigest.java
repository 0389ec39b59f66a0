package org.honyaku.model;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.stream.LongStream;

/**
 * SHA-256 of a large file by pieces of 64 MiB, so that all cores share the work: of the SHA-256 of each, one after another. Fifteen gigabytes take
 * as long as the disk does, so a {@link DigestCache} keeps what it was.
 */
final class FileDigest {

    private static final long PIECE = 64L << 20;
    private static final int BUFFER = 1 << 20;

    private FileDigest() {}

    /** 32 bytes. */
    static byte[] of(Path file) throws IOException {
        return DigestCache.ofThisUser().get(file, FileDigest::compute);
    }

    static byte[] compute(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long size = channel.size();
            List<byte[]> pieces = LongStream.range(0, (size + PIECE - 1) / PIECE)
                    .parallel()
                    .mapToObj(piece -> piece(channel, piece * PIECE, Math.min(size, (piece + 1) * PIECE)))
                    .toList();
            MessageDigest whole = sha256();
            pieces.forEach(whole::update);
            return whole.digest();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static byte[] piece(FileChannel channel, long start, long end) {
        MessageDigest digest = sha256();
        ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
        long position = start;
        while (position < end) {
            buffer.clear().limit((int) Math.min(BUFFER, end - position));
            try {
                int read = channel.read(buffer, position);
                if (read < 0) {
                    throw new IOException("a weight file became shorter while it was read");
                }
                position += read;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            digest.update(buffer.flip());
        }
        return digest.digest();
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
