package org.honyaku.job;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.DelegateToFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.honyaku.job.NamedPoint.Operation;
import org.jspecify.annotations.Nullable;

/**
 * The local disk, on which a run comes to an {@link Ending} at a {@link NamedPoint}, once. Under the scheme {@code file} it takes the place
 * of the usual one in a process that begins with it; under {@code ending} it cannot exchange folders. One plan for the whole JVM.
 */
public final class EndingDisk extends RawLocalFileSystem {

    static final String SCHEME = "ending";

    private static final AtomicReference<@Nullable Plan> PLAN = new AtomicReference<>();

    /** Null while Hadoop's constructor asks for it. */
    private @Nullable String scheme;

    private record Plan(NamedPoint point, Ending ending) {}

    /** Hadoop's settings that make this the disk of {@code scheme}. */
    static Map<String, String> settings(String scheme) {
        return Map.of(
                "fs." + scheme + ".impl", EndingDisk.class.getName(),
                "fs.AbstractFileSystem." + scheme + ".impl", Context.class.getName());
    }

    /** From now on a run ends at {@code point}. */
    static void plan(NamedPoint point, Ending ending) {
        PLAN.set(new Plan(point, ending));
    }

    /** Whether no run has come to the point yet. */
    static boolean isPlanned() {
        return PLAN.get() != null;
    }

    /** Says that the run is at {@code point}. */
    static void arriveAt(NamedPoint point) throws IOException {
        Plan plan = PLAN.get();
        if (plan != null && plan.point() == point && PLAN.compareAndSet(plan, null)) {
            plan.ending().happen();
        }
    }

    private static void arrive(Operation operation, Path file, boolean before) throws IOException {
        Plan plan = PLAN.get();
        if (plan != null && plan.point().isAt(operation, file, before)) {
            arriveAt(plan.point());
        }
    }

    @Override
    public void initialize(URI uri, Configuration hadoop) throws IOException {
        scheme = uri.getScheme();
        super.initialize(uri, hadoop);
    }

    @Override
    public URI getUri() {
        return URI.create(getScheme() + ":///");
    }

    @Override
    public String getScheme() {
        return scheme == null ? SCHEME : scheme;
    }

    @Override
    public boolean rename(Path from, Path to) throws IOException {
        arrive(Operation.RENAME, from, true);
        boolean done = super.rename(from, to);
        arrive(Operation.RENAME, from, false);
        return done;
    }

    @Override
    public boolean delete(Path path, boolean recursive) throws IOException {
        arrive(Operation.DELETE, path, true);
        return super.delete(path, recursive);
    }

    @Override
    protected OutputStream createOutputStreamWithMode(Path file, boolean append, FsPermission permission)
            throws IOException {
        arrive(Operation.WRITE, file, true);
        return new FilterOutputStream(super.createOutputStreamWithMode(file, append, permission)) {
            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                out.write(bytes, offset, length / 2);
                out.flush();
                arrive(Operation.WRITE, file, false);
                out.write(bytes, offset + length / 2, length - length / 2);
            }

            @Override
            public void close() throws IOException {
                super.close();
                arrive(Operation.CLOSE, file, false);
            }
        };
    }

    /** The same for Hadoop's newer interface. */
    public static final class Context extends DelegateToFileSystem {

        /** Called by Hadoop. */
        public Context(URI uri, Configuration hadoop) throws IOException, URISyntaxException {
            super(uri, new EndingDisk(), hadoop, uri.getScheme(), false);
        }
    }
}
