package org.honyaku.spark;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.time.Duration;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Tells running tasks to stop early and keep what they have: a file that the driver makes and every task looks for now and then. It
 * travels with the tasks; the file lies where they write, so wherever they can write they can see it.
 */
public final class StopSignal implements Serializable {

    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private final String file;
    private final SerializableConfiguration hadoop;
    private transient volatile boolean raisedHere;
    private transient long lastLook;
    private transient boolean looked;
    private transient boolean raised;

    /** @param file does not exist until {@link #raise} */
    public StopSignal(Configuration hadoop, String file) {
        this.file = file;
        this.hadoop = new SerializableConfiguration(hadoop);
    }

    /** Makes the file. */
    public void raise() throws IOException {
        var path = new Path(file);
        raisedHere = true;
        path.getFileSystem(hadoop.value()).create(path, true).close();
    }

    /** Whether {@link #raise} was called, in the process that calls it. */
    public boolean wasRaised() {
        return raisedHere;
    }

    /** Whether the file is there, or was a second ago. */
    boolean isRaised() {
        if (raisedHere) {
            return true;
        }
        long now = System.nanoTime();
        if (!raised && (!looked || now - lastLook > INTERVAL.toNanos())) {
            looked = true;
            lastLook = now;
            raised = exists();
        }
        return raised;
    }

    private boolean exists() {
        try {
            var path = new Path(file);
            return path.getFileSystem(hadoop.value()).exists(path);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot look for " + file, e);
        }
    }
}
