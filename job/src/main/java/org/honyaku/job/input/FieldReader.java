package org.honyaku.job.input;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Cuts a file into records and those into fields. Used once, by one thread; closing it closes the file. */
interface FieldReader extends AutoCloseable {

    /** The fields of the next record; null after the last one. */
    @Nullable
    Fields next() throws IOException;

    @Override
    void close() throws IOException;
}
