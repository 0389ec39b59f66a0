package org.honyaku.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.Path;
import org.honyaku.job.storage.LocalDisk;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a finished output takes its place.
 *
 * <ul>
 *   <li>Where there is none yet: by a rename.
 *   <li>On a local Linux disk in place of an old one: the two change names in one step, so that a reader always finds one of them.
 *   <li>Elsewhere: the old one is renamed aside and the new one into its place. A run killed between the two is made up for by the next
 *       one ({@link Leftovers}).
 * </ul>
 *
 * <p>Either way the old output is in the work folder afterwards. A rename is atomic on local disks and HDFS; on object stores it is not.
 */
final class Publication {

    private static final Logger LOG = LoggerFactory.getLogger(Publication.class);

    private final FileContext files;
    private final Path output;
    private final WorkFolder work;
    private final Exchange exchange;

    Publication(FileContext files, Path output, WorkFolder work, Exchange exchange) {
        this.files = files;
        this.output = output;
        this.work = work;
        this.exchange = exchange;
    }

    /** Swaps two local folders in one step, or says that it cannot. */
    @FunctionalInterface
    interface Exchange {

        boolean swap(java.nio.file.Path one, java.nio.file.Path other) throws IOException;
    }

    /** Puts the staged output in its place. */
    void publish() throws IOException {
        boolean local = "file".equals(output.toUri().getScheme());
        if (local) {
            LocalDisk.force(local(work.staged()));
        }
        if (!files.util().exists(output)) {
            moveIn(local);
        } else if (!local || !exchange.swap(local(work.staged()), local(output))) {
            replace();
        }
    }

    /** Hadoop's own rename would copy where the system refuses to rename. */
    private void moveIn(boolean local) throws IOException {
        if (local) {
            Files.move(local(work.staged()), local(output), StandardCopyOption.ATOMIC_MOVE);
        } else {
            files.rename(work.staged(), output);
        }
    }

    private void replace() throws IOException {
        LOG.info("{} is replaced by two renames; between them it is missing for a moment", output);
        try {
            files.rename(output, work.replaced());
            files.rename(work.staged(), output);
        } catch (IOException | RuntimeException e) {
            putBack(e);
            throw e;
        }
    }

    /** A rename that reports a failure may have been done all the same. */
    private void putBack(Exception failure) {
        try {
            if (files.util().exists(work.replaced()) && !files.util().exists(output)) {
                files.rename(work.replaced(), output);
            }
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    private static java.nio.file.Path local(Path path) {
        return java.nio.file.Path.of(path.toUri().getPath());
    }
}
