package org.honyaku.job;

import org.apache.spark.SparkConf;

/** What Delta Lake has to have in Spark's settings before a session starts. */
public final class DeltaSession {

    private static final String EXTENSIONS = "spark.sql.extensions";
    private static final String DELTA_EXTENSION = "io.delta.sql.DeltaSparkSessionExtension";
    private static final String CATALOG = "spark.sql.catalog.spark_catalog";
    private static final String DELTA_CATALOG = "org.apache.spark.sql.delta.catalog.DeltaCatalog";

    private DeltaSession() {}

    /** Adds Delta's extension to those that are there, and its catalog where there is none of the user's own. */
    public static void configure(SparkConf conf) {
        String others = conf.get(EXTENSIONS, "");
        if (!others.contains(DELTA_EXTENSION)) {
            conf.set(EXTENSIONS, others.isEmpty() ? DELTA_EXTENSION : others + "," + DELTA_EXTENSION);
        }
        conf.setIfMissing(CATALOG, DELTA_CATALOG);
    }
}
