package org.honyaku.job;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.Serializable;
import org.apache.hadoop.fs.FileStatus;

/**
 * A file of the input as it was when the run began.
 *
 * @param file as {@link InputFiles} names it
 * @param modifiedMillis by the clock of its file system
 */
record InputFile(String file, long bytes, long modifiedMillis, long rows) implements Serializable {

    /** Looks at a file and counts its rows. */
    static InputFile of(String file, InputFiles opener, RowCounter counter) {
        try {
            FileStatus status = opener.status(file);
            return new InputFile(file, status.getLen(), status.getModificationTime(), counter.rows(file));
        } catch (IOException e) {
            throw InputFiles.unreadable(file, e);
        }
    }

    /** Whether the file is not there any more, or another one by its size or its date. */
    boolean hasChanged(InputFiles opener) throws IOException {
        try {
            FileStatus status = opener.status(file);
            return status.getLen() != bytes || status.getModificationTime() != modifiedMillis;
        } catch (FileNotFoundException e) {
            return true;
        }
    }
}
