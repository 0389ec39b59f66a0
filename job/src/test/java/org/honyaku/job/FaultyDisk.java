package org.honyaku.job;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.DelegateToFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.security.AccessControlException;

/** The local disk under the scheme {@code faulty}, with something that it cannot do. One fault for the whole JVM. */
public final class FaultyDisk extends DiskUnderScheme {

    static final String SCHEME = "faulty";

    private static final Set<Fault> PARQUET = EnumSet.of(Fault.NO_SPACE, Fault.NO_PERMISSION, Fault.READ_ONLY);

    private static volatile Fault fault = Fault.NO_SPACE;
    private static final AtomicInteger FILES_LEFT = new AtomicInteger();

    /** What Linux, or Hadoop, says. The first three are about Parquet files: small files and folders can be made. */
    enum Fault {
        NO_SPACE("No space left on device"),
        /** For any file, as Hadoop's local file system says it when bytes are written: by an error, not by an exception. */
        FULL("No space left on device"),
        NO_PERMISSION("Permission denied"),
        READ_ONLY("Read-only file system"),
        /** Of a staged output to its place. */
        NO_RENAME("cannot be renamed"),
        /** Nor of an old output back to its place. */
        NO_WAY_BACK("stubborn");

        private final String message;

        Fault(String message) {
            this.message = message;
        }

        String message() {
            return message;
        }

        private IOException at(Path path) {
            String full = path.toUri().getPath() + " (" + message + ")";
            return this == NO_PERMISSION ? new AccessControlException(full) : new IOException(full);
        }
    }

    /**
     * Makes the scheme known to {@code hadoop}.
     *
     * @param files that can be written before the fault shows, of those that it is about
     */
    static void mount(Configuration hadoop, Fault newFault, int files) {
        fault = newFault;
        FILES_LEFT.set(files);
        mount(hadoop, SCHEME, FaultyDisk.class, Context.class);
    }

    @Override
    public String getScheme() {
        return SCHEME;
    }

    @Override
    public boolean rename(Path from, Path to) throws IOException {
        boolean staged = from.getName().equals("output");
        if (to.getName().equals("out") && (fault == Fault.NO_WAY_BACK || (fault == Fault.NO_RENAME && staged))) {
            throw fault.at(to);
        }
        return super.rename(from, to);
    }

    @Override
    protected OutputStream createOutputStreamWithMode(Path file, boolean append, FsPermission permission)
            throws IOException {
        if (fault == Fault.FULL && FILES_LEFT.getAndDecrement() <= 0) {
            return super.createOutputStreamWithMode(new Path("/dev/full"), append, null);
        }
        boolean counts = PARQUET.contains(fault);
        if (counts && file.getName().endsWith(".parquet") && FILES_LEFT.getAndDecrement() <= 0) {
            throw fault.at(file);
        }
        return super.createOutputStreamWithMode(file, append, permission);
    }

    /** The same for Hadoop's newer interface. */
    public static final class Context extends DelegateToFileSystem {

        /** Called by Hadoop. */
        public Context(URI uri, Configuration hadoop) throws IOException, URISyntaxException {
            super(uri, new FaultyDisk(), hadoop, SCHEME, false);
        }
    }
}
