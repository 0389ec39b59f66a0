package org.honyaku.model;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Where files of a model folder may really lie. Hugging Face's cache keeps a model as {@code snapshots/REVISION/} full of links into
 * {@code blobs/} two levels up; that is the normal published layout. A link to anywhere else makes a folder name files
 * that its reader never meant to hand over.
 */
final class FolderLinks {

    private FolderLinks() {}

    /** Whether {@code file}, all links followed, lies in {@code folder} or in the blobs of the cache that the folder belongs to. */
    static boolean staysInside(Path folder, Path file) throws IOException {
        Path home = folder.toRealPath();
        Path real = file.toRealPath();
        return real.startsWith(home) || (isSnapshot(home) && real.startsWith(blobs(home)));
    }

    private static boolean isSnapshot(Path home) {
        Path parent = home.getParent();
        return parent != null && parent.endsWith("snapshots") && parent.getParent() != null;
    }

    private static Path blobs(Path snapshot) {
        return snapshot.resolve("../../blobs").normalize();
    }
}
