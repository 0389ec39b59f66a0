package org.honyaku.job;

import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;
import org.honyaku.job.HookedDisk.Moment;

/** A process that translates {@code corpus} to the Delta table {@code out}, and is gone at a moment of its publication. */
final class DeltaKilledDriver {

    private DeltaKilledDriver() {}

    /** Takes the folder and the moment. */
    public static void main(String[] arguments) {
        Path folder = Path.of(arguments[0]);
        Moment end = Moment.valueOf(arguments[1]);
        SparkSession spark = SparkSession.builder().appName("killed").getOrCreate();
        HookedDisk.mount(spark.sparkContext().hadoopConfiguration(), moment -> {
            if (moment == end) {
                Runtime.getRuntime().halt(KilledDriver.KILLED);
            }
        });
        TranslationRun run = Runs.in(folder)
                .toDelta()
                .overwriting()
                .withMemory(folder.resolve(".out.memory"))
                .to(HookedDisk.SCHEME + ":" + folder.resolve("out"));
        TranslationJob.run(spark, run, Runs.silent(), new StopButton(), Runs.ENGINES);
        System.exit(0);
    }
}
