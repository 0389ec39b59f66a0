package org.honyaku.model;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;

/**
 * A model's identity: SHA-256 over what decides its output. That is config.json, generation_config.json and the tokenizer's files, and
 * of every weight file its name, its size and its {@link FileDigest}. Where the folder lies, and when it was written, does not matter.
 */
final class FolderDigest {

    private static final List<String> SMALL_FILES = List.of(
            "config.json", "generation_config.json", "qwen.tiktoken", "tokenizer.json", "tokenizer_config.json");

    private final MessageDigest sha256;

    private FolderDigest(MessageDigest sha256) {
        this.sha256 = sha256;
    }

    /** 64 hexadecimal digits. */
    static String of(Path folder, List<Safetensors> weights) {
        try {
            FolderDigest digest = new FolderDigest(FileDigest.sha256());
            for (String name : SMALL_FILES) {
                if (Files.isRegularFile(folder.resolve(name))) {
                    byte[] content = Files.readAllBytes(folder.resolve(name));
                    digest.name(name, content.length);
                    digest.sha256.update(content);
                }
            }
            for (Safetensors file : weights) {
                digest.weights(file);
            }
            return HexFormat.of().formatHex(digest.sha256.digest());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the model folder " + folder + ": " + e, e);
        }
    }

    /** A name ends with a NUL and a size has 8 bytes, so that no two folders make the same stream of bytes. */
    private void name(String name, long size) {
        sha256.update(name.getBytes(StandardCharsets.UTF_8));
        sha256.update((byte) 0);
        sha256.update(ByteBuffer.allocate(Long.BYTES).putLong(size).flip());
    }

    private void weights(Safetensors file) throws IOException {
        name(String.valueOf(file.file().getFileName()), file.size());
        sha256.update(FileDigest.of(file.file()));
    }
}
