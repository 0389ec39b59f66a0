package org.honyaku.spark;

import java.io.IOException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.IOUtils;
import org.honyaku.engine.StepWitness;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says which rows an engine computes, in a file that outlives its process. {@link CrashJournals} reads it.
 *
 * <ul>
 *   <li>A line is written, and handed to the file system, before the step in which other rows are computed than before: whatever ends
 *       the process then, the last whole line names them.
 *   <li>A line costs microseconds on a local disk and a round trip to the data nodes on HDFS. Rows come and go once in many steps.
 *   <li>The file is deleted when the engine is closed in good order. What is left is of processes that died.
 *   <li>A journal that cannot be written stops nobody: it is missed only by those who come after a crash.
 * </ul>
 */
final class CrashJournal implements StepWitness, AutoCloseable {

    /** Names this process among all that write to one folder. */
    static final String PROCESS = UUID.randomUUID().toString();

    private static final Logger LOG = LoggerFactory.getLogger(CrashJournal.class);

    private static final AtomicInteger ENGINES = new AtomicInteger();

    /** Whoever reads a journal reads all of it. */
    private static final int MOST_BYTES = 1 << 18;

    private final FileSystem files;
    private final Path folder;
    private final String name = PROCESS + "." + ENGINES.incrementAndGet();
    private List<Long> rows = List.of();
    private int part;
    private @Nullable Path file;
    private @Nullable FSDataOutputStream out;
    private boolean warned;

    /** @param folder of the run's journals; it is made with the first line */
    CrashJournal(FileSystem files, Path folder) {
        this.files = files;
        this.folder = folder;
    }

    @Override
    public synchronized void computes(List<Long> now) {
        rows = now;
        write(new JournalLine(now, false));
    }

    /** The step that runs now does not come to its end. */
    synchronized void hangs() {
        write(new JournalLine(rows, true));
    }

    @Override
    public void failed(Throwable failure) {
        if (DeviceLoss.is(failure)) {
            LOG.error("the GPU is lost to this process, which ends: {}", String.valueOf(failure.getMessage()));
            HaltCode.DEVICE_LOST.halt();
        }
    }

    private void write(JournalLine line) {
        try {
            if (out == null || out.getPos() > MOST_BYTES) {
                beginNextPart(line);
            } else {
                append(out, line);
            }
        } catch (IOException | FSError | RuntimeException e) {
            IOUtils.closeStream(out); // the next line begins a file of its own
            out = null;
            if (!warned) {
                LOG.warn("the crash journal cannot be written: {}", e.toString());
                warned = true;
            }
        }
    }

    /** The old part goes when the new one says the same and more. */
    private void beginNextPart(JournalLine line) throws IOException {
        Path old = file;
        FSDataOutputStream oldOut = out;
        var next = new Path(folder, "%s.%06d".formatted(name, ++part));
        FSDataOutputStream begun = files.create(next, false);
        try {
            append(begun, line);
        } catch (IOException | FSError | RuntimeException e) {
            IOUtils.closeStream(begun);
            files.delete(next, false);
            throw e;
        }
        file = next;
        out = begun;
        IOUtils.closeStream(oldOut);
        if (old != null) {
            files.delete(old, false);
        }
    }

    private static void append(FSDataOutputStream to, JournalLine line) throws IOException {
        to.write(line.bytes());
        to.hflush();
    }

    @Override
    public synchronized void close() {
        try {
            if (out != null) {
                out.close();
            }
            if (file != null) {
                files.delete(file, false);
            }
        } catch (IOException | FSError e) {
            LOG.warn("the crash journal {} stays: {}", file, e.toString());
        }
    }
}
