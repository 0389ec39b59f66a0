package org.honyaku.model;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What digests of large files were, as long as name, size, time of change and place on the disk are the same: a small file each in
 * {@code honyaku/digests} of the user's cache folder (XDG Base Directory Specification). It may be deleted at any time, and where it cannot be written
 * there is none.
 */
final class DigestCache {

    private static final Logger LOG = LoggerFactory.getLogger(DigestCache.class);

    /** Smaller files are read as fast as the cache. */
    static final long SMALLEST = 64L << 20;

    /** Clocks of file systems are coarse: a file that is so young may be changed again at the same time. */
    private static final Duration YOUNG = Duration.ofSeconds(2);

    private final Path folder;

    DigestCache(Path folder) {
        this.folder = folder;
    }

    static DigestCache ofThisUser() {
        String cache = Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
                .filter(named -> named.startsWith("/"))
                .orElseGet(() -> System.getProperty("user.home") + "/.cache");
        return new DigestCache(Path.of(cache, "honyaku", "digests"));
    }

    /** Makes the digest of a file. */
    @FunctionalInterface
    interface Computation {
        byte[] of(Path file) throws IOException;
    }

    /** The digest of {@code file}, computed if it is not known or may not be right any more. */
    byte[] get(Path file, Computation computation) throws IOException {
        Path real = file.toRealPath();
        BasicFileAttributes before = Files.readAttributes(real, BasicFileAttributes.class);
        if (before.size() < SMALLEST) {
            return computation.of(real);
        }
        byte[] name = FileDigest.sha256().digest(identity(real, before).getBytes(StandardCharsets.UTF_8));
        Path entry = folder.resolve(HexFormat.of().formatHex(name));
        Optional<byte[]> known = read(entry);
        if (known.isPresent()) {
            return known.get();
        }
        boolean young =
                before.lastModifiedTime().toInstant().isAfter(Instant.now().minus(YOUNG));
        byte[] digest = computation.of(real);
        BasicFileAttributes after = Files.readAttributes(real, BasicFileAttributes.class);
        if (!young && identity(real, after).equals(identity(real, before))) {
            write(entry, digest);
        }
        return digest;
    }

    private static String identity(Path file, BasicFileAttributes attributes) {
        return file + "\0" + attributes.size() + "\0" + attributes.lastModifiedTime() + "\0" + attributes.fileKey();
    }

    private static Optional<byte[]> read(Path entry) {
        try {
            byte[] content = Files.readAllBytes(entry);
            return content.length == 32 ? Optional.of(content) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private void write(Path entry, byte[] digest) {
        try {
            Files.createDirectories(folder);
            Path partial = Files.createTempFile(folder, "partial", "");
            Files.write(partial, digest);
            Files.move(partial, entry, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOG.info("the digest of a weight file is not kept: {}", e.toString());
        }
    }
}
