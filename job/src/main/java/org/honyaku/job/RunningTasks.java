package org.honyaku.job;

import java.time.Duration;
import java.util.Arrays;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.SparkSession;

/** Tasks that Spark has not ended yet. */
final class RunningTasks {

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

    private RunningTasks() {}

    /**
     * Waits a moment for them: when one task has failed a job, the others go on until they notice. What they write would come after the work
     * folder is removed, and stay until the next run.
     */
    static void await(SparkSession spark) throws InterruptedException {
        long end = System.nanoTime() + LONGEST_WAIT.toNanos();
        while (System.nanoTime() < end && areThere(spark.sparkContext())) {
            Thread.sleep(LOOK_AGAIN.toMillis());
        }
    }

    private static boolean areThere(SparkContext context) {
        return !context.isStopped()
                && Arrays.stream(context.statusTracker().getExecutorInfos())
                        .anyMatch(executor -> executor.numRunningTasks() > 0);
    }
}
