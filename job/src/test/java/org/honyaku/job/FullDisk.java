package org.honyaku.job;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.DelegateToFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;

/** The local disk under the scheme {@code full}: folders and small files can be made, Parquet cannot be written. */
public final class FullDisk extends RawLocalFileSystem {

    static final String SCHEME = "full";

    /** What Linux says. */
    private static final String NO_SPACE = "No space left on device";

    /** Makes the scheme known to {@code hadoop}. */
    static void mount(Configuration hadoop) {
        hadoop.set("fs.full.impl", FullDisk.class.getName());
        hadoop.set("fs.AbstractFileSystem.full.impl", Context.class.getName());
    }

    @Override
    public URI getUri() {
        return URI.create(SCHEME + ":///");
    }

    @Override
    public String getScheme() {
        return SCHEME;
    }

    @Override
    protected OutputStream createOutputStreamWithMode(Path file, boolean append, FsPermission permission)
            throws IOException {
        if (file.getName().endsWith(".parquet")) {
            throw new IOException(file + ": " + NO_SPACE);
        }
        return super.createOutputStreamWithMode(file, append, permission);
    }

    /** The same for Hadoop's newer interface. */
    public static final class Context extends DelegateToFileSystem {

        /** Called by Hadoop. */
        public Context(URI uri, Configuration hadoop) throws IOException, URISyntaxException {
            super(uri, new FullDisk(), hadoop, SCHEME, false);
        }
    }
}
