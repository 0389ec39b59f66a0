package org.honyaku.job;

import java.net.URI;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.AbstractFileSystem;
import org.apache.hadoop.fs.RawLocalFileSystem;

/** The local disk under a scheme of its own, for tests that need one that behaves in its own way. */
abstract class DiskUnderScheme extends RawLocalFileSystem {

    /** Asked for while the file system is being made, so it must not be a field of an instance. */
    @Override
    public abstract String getScheme();

    @Override
    public URI getUri() {
        return URI.create(getScheme() + ":///");
    }

    /** Makes the scheme known to {@code hadoop}, in its older interface and its newer one. */
    static void mount(
            Configuration hadoop,
            String scheme,
            Class<? extends DiskUnderScheme> disk,
            Class<? extends AbstractFileSystem> context) {
        hadoop.set("fs." + scheme + ".impl", disk.getName());
        hadoop.set("fs.AbstractFileSystem." + scheme + ".impl", context.getName());
    }
}
