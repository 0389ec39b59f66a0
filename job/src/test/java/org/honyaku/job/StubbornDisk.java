package org.honyaku.job;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.DelegateToFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/** The local disk under the scheme {@code stubborn}: everything can be renamed, except to a name of {@code out}. */
final class StubbornDisk extends RawLocalFileSystem {

    static final String SCHEME = "stubborn";

    /** Makes the scheme known to {@code hadoop}. */
    static void mount(Configuration hadoop) {
        hadoop.set("fs.AbstractFileSystem.stubborn.impl", Context.class.getName());
    }

    @Override
    public URI getUri() {
        return URI.create(SCHEME + ":///");
    }

    @Override
    public boolean rename(Path from, Path to) throws IOException {
        if (to.getName().equals("out")) {
            throw new IOException("stubborn: " + to);
        }
        return super.rename(from, to);
    }

    /** What Hadoop makes of the scheme. */
    public static final class Context extends DelegateToFileSystem {

        /** Called by Hadoop. */
        public Context(URI uri, Configuration hadoop) throws IOException, URISyntaxException {
            super(uri, new StubbornDisk(), hadoop, SCHEME, false);
        }
    }
}
