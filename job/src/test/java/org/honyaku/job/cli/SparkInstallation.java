package org.honyaku.job.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * A folder that looks like an installed Spark: {@code jars} links to what Maven resolved, and {@code bin/spark-submit} starts the class
 * that Spark's own script starts. It notes its arguments in the file {@code submitted}.
 */
final class SparkInstallation {

    private static final String SUBMIT = """
            #!/bin/sh
            echo "$@" > "$SPARK_HOME/submitted"
            SPARK_SCALA_VERSION=2.13
            export SPARK_SCALA_VERSION
            # Spark's launcher reads quotes in SPARK_SUBMIT_OPTS, as eval does.
            eval "exec java $SPARK_SUBMIT_OPTS '@%s' -cp '$SPARK_HOME/jars/*' org.apache.spark.deploy.SparkSubmit \\"\\$@\\""
            """;

    private SparkInstallation() {}

    /** @param built the build folder with what bin/honyaku starts */
    static Path create(Path home, Path built) throws IOException {
        Path jars = Files.createDirectories(home.resolve("jars"));
        for (String jar :
                Files.readString(built.resolve("spark-classpath.txt")).strip().split(":", -1)) {
            Files.createSymbolicLink(jars.resolve(Path.of(jar).getFileName()), Path.of(jar));
        }
        Path submit = Files.createDirectories(home.resolve("bin")).resolve("spark-submit");
        Files.writeString(submit, SUBMIT.formatted(built.resolve("jvm.options")));
        Files.setPosixFilePermissions(submit, PosixFilePermissions.fromString("rwxr-xr-x"));
        return home;
    }
}
