package org.honyaku.job;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.apache.commons.io.FileUtils;
import org.apache.spark.sql.SparkSession;

/**
 * Spark's classes as a JVM has them in memory (class data sharing): with this file a driver or an executor starts in two thirds of the
 * time. The first test that starts one makes it, in half a minute. A JVM does without it where it does not fit.
 */
final class SharedClasses {

    private static final Path TARGET = Path.of("target").toAbsolutePath();

    private SharedClasses() {}

    /** The option for a JVM with {@link SparkCluster#jars} first on its class path. */
    static synchronized String option() throws IOException, InterruptedException {
        String jars = Integer.toHexString(SparkCluster.jars().toList().hashCode());
        Path archive = TARGET.resolve("spark-classes-" + jars + ".jsa");
        Path lock = TARGET.resolve("spark-classes.lock");
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            // The other fork of the tests waits for it.
            channel.lock();
            if (!Files.exists(archive)) {
                make(archive);
            }
        }
        return "-XX:SharedArchiveFile=" + archive;
    }

    private static void make(Path archive) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("classes");
        String loaded = folder.resolve("loaded").toString();
        try {
            await(
                    folder,
                    SparkCluster.ofOneProcess(folder)
                            .builder("-XX:DumpLoadedClassList=" + loaded, SharedClasses.class, folder.toString()));
            Path partial = folder.resolve("archive");
            await(
                    folder,
                    new ProcessBuilder(
                            SparkCluster.java(),
                            "-Xshare:dump",
                            "-XX:SharedClassListFile=" + loaded,
                            "-XX:SharedArchiveFile=" + partial,
                            "-cp",
                            SparkCluster.join(SparkCluster.jars())));
            Files.move(partial, archive);
        } finally {
            FileUtils.deleteDirectory(folder.toFile());
        }
    }

    private static void await(Path folder, ProcessBuilder builder) throws IOException, InterruptedException {
        File log = folder.resolve("log").toFile();
        Process process = builder.redirectErrorStream(true).redirectOutput(log).start();
        if (process.waitFor() != 0) {
            throw new IOException("no archive of classes:\n" + Files.readString(log.toPath()));
        }
    }

    /** A run as the tests have it: what it loads is what they need. */
    public static void main(String[] arguments) throws IOException {
        try (SparkSession spark = SparkSession.builder().appName("classes").getOrCreate()) {
            LossCheck check = new LossCheck(Path.of(arguments[0]), 50, 0).write(spark);
            check.runs().go(spark);
        }
    }
}
