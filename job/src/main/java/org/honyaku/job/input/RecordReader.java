package org.honyaku.job.input;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads the records of one file from its beginning to its end. Used once, by one thread; closing it closes the file. */
public interface RecordReader extends AutoCloseable {

    /**
     * The next record; null after the last one.
     *
     * @throws InputException if the file is not of its format at all
     * @throws IOException if the file cannot be read, or its compression is broken
     */
    @Nullable
    SourceRecord next() throws IOException;

    @Override
    void close() throws IOException;
}
