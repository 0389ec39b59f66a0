package org.honyaku.job;

import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/** Work of which the unit is a whole file, spread over the executors. */
final class FileTasks {

    /** More than a few files for each core, and starting tasks would take longer than reading. */
    private static final int TASKS_PER_CORE = 8;

    private FileTasks() {}

    /** {@code files} in their order, cut into tasks. */
    static <T> JavaRDD<T> spread(SparkSession spark, List<T> files) {
        int cores = spark.sparkContext().defaultParallelism();
        int tasks = Math.max(1, Math.min(files.size(), TASKS_PER_CORE * cores));
        return JavaSparkContext.fromSparkContext(spark.sparkContext()).parallelize(files, tasks);
    }
}
