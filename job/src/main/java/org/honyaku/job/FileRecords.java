package org.honyaku.job;

import java.io.IOException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.spark.TaskContext;
import org.apache.spark.util.TaskCompletionListener;
import org.honyaku.job.input.RecordLayout;
import org.honyaku.job.input.RecordReader;
import org.honyaku.job.input.SourceRecord;
import org.jspecify.annotations.Nullable;

/** The records of some files, one file after another. Used by one task, at whose end the file that is open is closed. */
final class FileRecords implements Iterator<FileRecords.Located> {

    private final Iterator<String> files;
    private final InputFiles opener;
    private final RecordLayout layout;
    private String file = "";
    private @Nullable RecordReader reader;
    private @Nullable SourceRecord next;

    /** A record and the name of its file. */
    record Located(String file, SourceRecord record) {}

    FileRecords(Iterator<String> files, InputFiles opener, RecordLayout layout) {
        this.files = files;
        this.opener = opener;
        this.layout = layout;
        TaskContext.get().addTaskCompletionListener((TaskCompletionListener) task -> closeFile());
    }

    @Override
    public boolean hasNext() {
        try {
            while (next == null && (reader != null || files.hasNext())) {
                advance();
            }
        } catch (IOException e) {
            throw InputFiles.unreadable(file, e);
        }
        return next != null;
    }

    private void advance() throws IOException {
        if (reader == null) {
            file = files.next();
            reader = layout.open(opener.open(file), InputFiles.describe(file));
        }
        next = reader.next();
        if (next == null) {
            reader.close();
            reader = null;
        }
    }

    @Override
    public Located next() {
        if (!hasNext() || next == null) {
            throw new NoSuchElementException();
        }
        var located = new Located(InputFiles.describe(file), next);
        next = null;
        return located;
    }

    private void closeFile() {
        try {
            if (reader != null) {
                reader.close();
            }
        } catch (IOException e) {
            throw InputFiles.unreadable(file, e);
        }
    }
}
