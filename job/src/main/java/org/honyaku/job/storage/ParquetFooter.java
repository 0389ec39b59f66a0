package org.honyaku.job.storage;

import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.schema.Type;

/** What stands at the end of a Parquet file. */
public final class ParquetFooter {

    private ParquetFooter() {}

    /**
     * The rows of {@code file}, without reading one.
     *
     * @throws IOException if the file is not complete
     */
    public static long rows(FileStatus file, Configuration hadoop) throws IOException {
        return rows(read(file, hadoop));
    }

    /**
     * The same.
     *
     * @throws IOException also if the file has no {@code column}, in capital or small letters
     */
    public static long rowsWith(String column, FileStatus file, Configuration hadoop) throws IOException {
        ParquetMetadata footer = read(file, hadoop);
        List<Type> columns = footer.getFileMetaData().getSchema().getFields();
        if (columns.stream().noneMatch(field -> field.getName().equalsIgnoreCase(column))) {
            throw new IOException("it has no column '" + column + "', which other files have");
        }
        return rows(footer);
    }

    private static long rows(ParquetMetadata footer) {
        return footer.getBlocks().stream().mapToLong(BlockMetaData::getRowCount).sum();
    }

    private static ParquetMetadata read(FileStatus file, Configuration hadoop) throws IOException {
        try (var reader = ParquetFileReader.open(HadoopInputFile.fromStatus(file, hadoop))) {
            return reader.getFooter();
        } catch (RuntimeException e) { // Parquet's word for a file that is none
            throw new IOException(e.getMessage(), e);
        }
    }
}
