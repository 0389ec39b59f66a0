package org.honyaku.job.cli;

import java.util.Map;
import java.util.Optional;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import org.honyaku.job.SparkRules;

/** Starts Spark, or joins the one that spark-submit has prepared. */
final class SparkStart {

    /** Every core, and a failed task is repeated: without the second number a local Spark repeats nothing. */
    private static final String EMBEDDED_MASTER = "local[*,4]";

    private SparkStart() {}

    /**
     * A session of this run.
     *
     * @param master what the user asked for; else what spark-submit says, else this machine
     * @param settings of Spark itself; they win over those of spark-submit and spark-defaults.conf
     */
    static SparkSession session(Optional<String> master, Map<String, String> settings) {
        var conf = new SparkConf();
        conf.setAppName("honyaku translate");
        master.ifPresentOrElse(conf::setMaster, () -> conf.setIfMissing("spark.master", EMBEDDED_MASTER));
        settings.forEach(conf::set);
        SparkRules.check(conf);
        return SparkSession.builder().config(conf).getOrCreate();
    }
}
