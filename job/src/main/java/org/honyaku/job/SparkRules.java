package org.honyaku.job;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.SparkSession;

/** What a Spark session may not do while nothing is to be lost. */
public final class SparkRules {

    private SparkRules() {}

    /**
     * Checks the session before anything is read.
     *
     * @throws UserException naming every setting that has to change
     */
    public static void check(SparkSession spark) {
        List<String> problems = new ArrayList<>();
        refuseGpuInLocalMode(spark, problems);
        refuse(spark, "spark.sql.files.ignoreCorruptFiles", "it leaves out unreadable rows without a word", problems);
        refuse(spark, "spark.sql.files.ignoreMissingFiles", "it leaves out missing rows without a word", problems);
        refuse(spark, "spark.speculation", "it would translate slow partitions twice at the same time", problems);
        if (!problems.isEmpty()) {
            throw new UserException(ExitCode.USAGE, String.join("\n", problems));
        }
    }

    /** A task that asks for a GPU waits for ever in local mode, since the local scheduler hands out none. */
    private static void refuseGpuInLocalMode(SparkSession spark, List<String> problems) {
        if (!spark.sparkContext().isLocal()) {
            return;
        }
        for (String key : List.of("spark.executor.resource.gpu.amount", "spark.task.resource.gpu.amount")) {
            String amount = spark.sparkContext().getConf().get(key, "0");
            if (!amount.matches("0+(\\.0+)?")) {
                problems.add(
                        "Spark in local mode hands out no GPUs, and " + key + "=" + amount
                                + " would wait for one for ever; leave the setting out and choose the GPU with --device cuda:0");
            }
        }
    }

    private static void refuse(SparkSession spark, String key, String because, List<String> problems) {
        if (Boolean.parseBoolean(spark.conf().get(key, "false"))) {
            problems.add(key + "=true is not possible with Honyaku: " + because + "; set it to false");
        }
    }
}
