package org.honyaku.job;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.DelegateToFileSystem;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * The local disk under the scheme of S3, for which Delta has a way of its own to commit: nothing is renamed to {@code out} or into it, and a
 * folder has no date but now.
 */
public final class ObjectStore extends DiskUnderScheme {

    static final String SCHEME = "s3a";

    public static void mount(Configuration hadoop) {
        mount(hadoop, SCHEME, ObjectStore.class, Context.class);
    }

    @Override
    public String getScheme() {
        return SCHEME;
    }

    @Override
    public boolean rename(Path from, Path to) throws IOException {
        if (to.toString().matches(".*/out(/.*)?")) {
            throw new IOException("an object store renames nothing in one step: " + to);
        }
        return super.rename(from, to);
    }

    /** The local disk's own ask the system for an owner, by a path of its own scheme only. */
    @Override
    public FileStatus getFileStatus(Path path) throws IOException {
        return plain(super.getFileStatus(path));
    }

    @Override
    public FileStatus[] listStatus(Path path) throws IOException {
        return Arrays.stream(super.listStatus(path)).map(ObjectStore::plain).toArray(FileStatus[]::new);
    }

    private static FileStatus plain(FileStatus local) {
        return new FileStatus(
                local.getLen(),
                local.isDirectory(),
                local.getReplication(),
                local.getBlockSize(),
                local.isDirectory() ? System.currentTimeMillis() : local.getModificationTime(),
                local.getPath());
    }

    /** The same for Hadoop's newer interface. */
    public static final class Context extends DelegateToFileSystem {

        /** Called by Hadoop. */
        public Context(URI uri, Configuration hadoop) throws IOException, URISyntaxException {
            super(uri, new ObjectStore(), hadoop, SCHEME, false);
        }
    }
}
