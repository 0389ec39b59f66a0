package org.honyaku.job.storage;

import java.io.FileNotFoundException;
import java.io.IOException;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/** A folder in which others make and remove things at this moment. */
public final class SharedFolder {

    private static final int ATTEMPTS = 10;

    private SharedFolder() {}

    /**
     * What is in {@code folder}; nothing where it is not there. Hadoop's local file system fails now and then where something goes while it
     * lists, instead of leaving it out.
     */
    public static FileStatus[] list(FileContext files, Path folder) throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                return files.util().listStatus(folder);
            } catch (FileNotFoundException e) {
                return new FileStatus[0];
            } catch (IOException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }
}
