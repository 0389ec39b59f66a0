package org.honyaku.job;

import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** One {@code local[2,3]} session (each task has three attempts) for all test classes of the JVM that need one. */
final class LocalSpark implements BeforeAllCallback, ParameterResolver {

    static SparkSession session() {
        return SparkSession.builder()
                .master("local[2,3]")
                .appName("honyaku-tests")
                .config("spark.ui.enabled", "false")
                .config("spark.sql.shuffle.partitions", "2")
                .config("spark.executor.heartbeatInterval", "1s")
                .config("spark.sql.warehouse.dir", "target/spark-warehouse")
                .config(withDelta())
                .getOrCreate();
    }

    private static SparkConf withDelta() {
        var conf = new SparkConf();
        DeltaSession.configure(conf);
        // Delta keeps a table's list of files in 50 parts, which is most of the time for tables of a few files.
        conf.set("spark.databricks.delta.snapshotPartitions", "2");
        return conf;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        session();
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == SparkSession.class;
    }

    @Override
    public SparkSession resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return session();
    }
}
