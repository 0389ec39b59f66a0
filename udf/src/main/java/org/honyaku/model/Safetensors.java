package org.honyaku.model;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a safetensors file says that it holds: an 8-byte little-endian length, a JSON header of that length, then the tensors' bytes.
 * Everything that is said is checked against the file's size; the tensors themselves are not read.
 *
 * @param size of the whole file in bytes
 * @param headerBytes the header's length; data begins 8 bytes after it
 * @see <a href="https://huggingface.co/docs/safetensors">the format</a>
 */
record Safetensors(Path file, long size, int headerBytes, Map<String, StoredTensor> tensors) {

    private static final int LENGTH_BYTES = 8;

    Safetensors {
        tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors)); // problems are told in the file's order
    }

    /** Reads and checks the header. */
    static Safetensors read(Path file) throws IOException, MalformedSafetensorsException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long size = channel.size();
            if (size < LENGTH_BYTES) {
                throw new MalformedSafetensorsException("has " + size + " bytes, too few for a header");
            }
            long length = bytes(channel, 0, LENGTH_BYTES)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .getLong();
            int headerBytes = SafetensorsHeader.checkedLength(length, size - LENGTH_BYTES);
            byte[] header = bytes(channel, LENGTH_BYTES, headerBytes).array();
            long dataStart = LENGTH_BYTES + (long) headerBytes;
            return new Safetensors(
                    file, size, headerBytes, SafetensorsHeader.parse(header, dataStart, size - dataStart));
        }
    }

    private static ByteBuffer bytes(FileChannel channel, long position, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, position + buffer.position()) < 0) {
                throw new IOException("the file became shorter while it was read");
            }
        }
        return buffer.flip();
    }
}
