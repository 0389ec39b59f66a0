package org.honyaku.job;

import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.apache.hadoop.fs.FileStatus;
import org.apache.spark.sql.SparkSession;
import org.honyaku.job.storage.ParquetFooter;

/**
 * A data file of an output, as it was read again after it was written.
 *
 * @param name inside the output's folder
 * @param sha256 of its bytes, as {@code sha256sum} writes it
 */
record OutputFile(String name, long bytes, long rows, String sha256) implements Serializable {

    private static final int BUFFER_BYTES = 1 << 16;

    /** All data files of a folder, by name. What is hidden from readers of Parquet is none. */
    static List<OutputFile> all(SparkSession spark, InputFiles opener, String folder) throws IOException {
        return FileTasks.spread(spark, opener.list(folder))
                .map(file -> of(file, opener))
                .collect();
    }

    private static OutputFile of(String file, InputFiles opener) throws IOException {
        FileStatus status = opener.status(file);
        return new OutputFile(
                status.getPath().getName(),
                status.getLen(),
                ParquetFooter.rows(status, opener.hadoop()),
                digest(status, opener));
    }

    private static String digest(FileStatus file, InputFiles opener) throws IOException {
        MessageDigest digest = newDigest();
        byte[] buffer = new byte[BUFFER_BYTES];
        try (InputStream in = file.getPath().getFileSystem(opener.hadoop()).open(file.getPath())) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
