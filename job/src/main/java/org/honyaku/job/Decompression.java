package org.honyaku.job;

import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.io.compress.CompressionCodecFactory;

/** Compressed files are known by the ends of their names, whether they are written in small letters or in capitals. */
public final class Decompression {

    private Decompression() {}

    /** What a file has in it, where its name says that it is compressed. */
    public static InputStream of(String fileName, InputStream content, Configuration hadoop) throws IOException {
        String last = fileName.substring(fileName.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
        CompressionCodec codec = new CompressionCodecFactory(hadoop).getCodec(new Path("/", last));
        return codec == null ? content : codec.createInputStream(content);
    }
}
