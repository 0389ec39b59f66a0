package org.honyaku.job;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;

/** Which of Spark's settings cannot be while nothing is to be lost. */
public final class SparkRules {

    private static final List<String> GPU_AMOUNTS =
            List.of("spark.executor.resource.gpu.amount", "spark.task.resource.gpu.amount");

    private SparkRules() {}

    /**
     * Checks the settings that Spark is about to start with. Some of them would stop Spark, or make it wait for ever, before
     * {@link TranslationJob} can say why.
     *
     * @throws UserException naming every setting that has to change
     */
    public static void check(SparkConf conf) {
        check(conf::get);
    }

    /**
     * Checks the settings of a running session.
     *
     * @throws UserException naming every setting that has to change
     */
    static void check(SparkSession spark) {
        check(spark.conf()::get);
    }

    /** {@code settings} gives the value of a name, or the second argument where there is none. */
    private static void check(BinaryOperator<String> settings) {
        List<String> problems = new ArrayList<>();
        if (isLocal(settings.apply("spark.master", ""))) {
            refuseGpus(settings, problems);
        }
        refuse(settings, "spark.sql.files.ignoreCorruptFiles", "it leaves out unreadable rows in silence", problems);
        refuse(settings, "spark.sql.files.ignoreMissingFiles", "it leaves out missing rows in silence", problems);
        refuse(settings, "spark.speculation", "it would translate slow partitions twice at the same time", problems);
        if (!problems.isEmpty()) {
            throw new UserException(ExitCode.USAGE, String.join("\n", problems));
        }
    }

    private static boolean isLocal(String master) {
        return master.equals("local") || master.startsWith("local[");
    }

    /** A local scheduler has no GPUs to hand out, so a task that asks for one waits for ever. */
    private static void refuseGpus(BinaryOperator<String> settings, List<String> problems) {
        for (String key : GPU_AMOUNTS) {
            String amount = settings.apply(key, "0");
            if (!amount.matches("0+(\\.0+)?")) {
                problems.add("Spark in local mode hands out no GPUs, so " + key + "=" + amount
                        + " would wait for one for ever; leave it out and choose the GPU with --device cuda:0");
            }
        }
    }

    private static void refuse(BinaryOperator<String> settings, String key, String because, List<String> problems) {
        if (Boolean.parseBoolean(settings.apply(key, "false"))) {
            problems.add(key + "=true is not possible here, since " + because + "; set it to false");
        }
    }
}
