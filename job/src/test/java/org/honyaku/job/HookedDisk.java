package org.honyaku.job;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.DelegateToFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsPermission;

/**
 * The local disk under the scheme {@code hooked}: somebody hears when a Delta table named {@code out} is written to, and when a memory is
 * compacted. One for the JVM.
 */
public final class HookedDisk extends DiskUnderScheme {

    static final String SCHEME = "hooked";

    private static volatile Hook hook = moment -> {};

    /** Of a run, when its rows are in the table's folder. */
    enum Moment {
        BEFORE_COMMIT,
        AFTER_COMMIT,
        /** A file of a new generation of the memory is begun. */
        IN_A_COMPACTION
    }

    @FunctionalInterface
    interface Hook {
        void at(Moment moment) throws IOException;
    }

    static void mount(Configuration hadoop, Hook newHook) {
        hook = newHook;
        mount(hadoop, SCHEME, HookedDisk.class, Context.class);
    }

    @Override
    public String getScheme() {
        return SCHEME;
    }

    @Override
    public boolean rename(Path from, Path to) throws IOException {
        boolean renamed = super.rename(from, to);
        if (to.toString().matches(".*/out/_delta_log/\\d{20}\\.json")) {
            hook.at(Moment.AFTER_COMMIT);
        }
        return renamed;
    }

    /** On disks and HDFS, Delta writes a commit aside, and renames it if there is none of its number. */
    @Override
    protected OutputStream createOutputStreamWithMode(Path file, boolean append, FsPermission permission)
            throws IOException {
        if (file.toString().matches(".*/out/_delta_log/\\.\\d{20}\\.json\\..*\\.tmp")) {
            hook.at(Moment.BEFORE_COMMIT);
        }
        if (file.toString().matches(".*/work/[^/]+/generation/.*\\.parquet")) {
            hook.at(Moment.IN_A_COMPACTION);
        }
        return super.createOutputStreamWithMode(file, append, permission);
    }

    /** The same for Hadoop's newer interface. */
    public static final class Context extends DelegateToFileSystem {

        /** Called by Hadoop. */
        public Context(URI uri, Configuration hadoop) throws IOException, URISyntaxException {
            super(uri, new HookedDisk(), hadoop, SCHEME, false);
        }
    }
}
