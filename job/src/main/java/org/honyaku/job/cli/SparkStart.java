package org.honyaku.job.cli;

import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.apache.spark.sql.SparkSession;
import org.honyaku.job.DeltaSession;
import org.honyaku.job.OutputFormat;
import org.honyaku.job.RunFailure;
import org.honyaku.job.SparkRules;
import org.honyaku.job.config.Problems;

/** Starts Spark, or joins the one that spark-submit has prepared. */
final class SparkStart {

    /** Every core, and a failed task is repeated: without the second number a local Spark repeats nothing. */
    private static final String EMBEDDED_MASTER = "local[*,4]";

    private static final int PARTITIONS_PER_CORE = 4;

    /** What Spark reads before a line of ours runs. */
    private static final Map<String, String> TOO_LATE = Map.of(
            "spark.driver.memory", "set HONYAKU_JAVA_OPTS=-Xmx8g, or give it to spark-submit",
            "spark.driver.extraJavaOptions", "set HONYAKU_JAVA_OPTS, or give it to spark-submit",
            "spark.driver.extraClassPath", "give it to spark-submit",
            "spark.submit.deployMode", "give it to spark-submit",
            "spark.master", "use --master or HONYAKU_MASTER");

    private SparkStart() {}

    /** Adds the settings that would be accepted and change nothing. */
    static void check(Map<String, String> settings, Problems problems) {
        settings.keySet().stream()
                .filter(TOO_LATE::containsKey)
                .sorted()
                .forEach(key -> problems.add(
                        key + " comes too late here, since the driver runs already; " + TOO_LATE.get(key)));
    }

    /**
     * How the session of this run is set up.
     *
     * @param master what the user asked for; else what spark-submit says, else this machine
     * @param format that is written
     * @param settings of Spark itself; they win over those of spark-submit and spark-defaults.conf
     */
    static SparkConf conf(Optional<String> master, OutputFormat format, Map<String, String> settings) {
        var conf = new SparkConf();
        conf.setAppName("honyaku translate");
        master.ifPresentOrElse(conf::setMaster, () -> conf.setIfMissing("spark.master", EMBEDDED_MASTER));
        settings.forEach(conf::set);
        if (format == OutputFormat.DELTA) {
            DeltaSession.configure(conf);
        }
        if (conf.get("spark.master").matches("local(\\[.*])?")) {
            // Spark's own default of 200 suits a cluster; here it means hundreds of tasks for a handful of rows.
            conf.setIfMissing("spark.sql.shuffle.partitions", Integer.toString(localPartitions()));
        }
        SparkRules.check(conf);
        return conf;
    }

    /** The file systems of such a session, before there is one. */
    static Configuration hadoop(SparkConf conf) {
        return SparkHadoopUtil.get().newConfiguration(conf);
    }

    static SparkSession session(SparkConf conf) {
        try {
            return SparkSession.builder().config(conf).getOrCreate();
        } catch (Exception e) { // Spark throws what it does not declare
            throw RunFailure.ofStart(e);
        }
    }

    private static int localPartitions() {
        return PARTITIONS_PER_CORE * Runtime.getRuntime().availableProcessors();
    }
}
