package org.honyaku.job.storage;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;

/** What stands at the end of a Parquet file. */
public final class ParquetFooter {

    private ParquetFooter() {}

    /**
     * The rows of {@code file}, without reading one.
     *
     * @throws IOException if the file is not complete
     */
    public static long rows(FileStatus file, Configuration hadoop) throws IOException {
        try (var reader = ParquetFileReader.open(HadoopInputFile.fromStatus(file, hadoop))) {
            return reader.getRecordCount();
        } catch (RuntimeException e) { // Parquet's word for a file that is none
            throw new IOException(e.getMessage(), e);
        }
    }
}
