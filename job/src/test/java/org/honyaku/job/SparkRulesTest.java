package org.honyaku.job;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;

class SparkRulesTest {

    @Test
    void gpusOfALocalSchedulerAreRefusedInsteadOfWaitedFor() {
        SparkConf conf = conf("local[*]")
                .set("spark.executor.resource.gpu.amount", "1")
                .set("spark.task.resource.gpu.amount", "0.25");

        assertThatThrownBy(() -> SparkRules.check(conf))
                .isInstanceOf(UserException.class)
                .hasMessageContainingAll(
                        "spark.executor.resource.gpu.amount=1",
                        "spark.task.resource.gpu.amount=0.25",
                        "--device cuda:0");
    }

    @Test
    void gpusOfAClusterAreFine() {
        for (String master :
                new String[] {"local-cluster[2,1,1024]", "spark://host:7077", "yarn", "k8s://https://host"}) {
            assertThatCode(() -> SparkRules.check(conf(master).set("spark.task.resource.gpu.amount", "1")))
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void noGpusAreFineEverywhere() {
        assertThatCode(() -> SparkRules.check(conf("local").set("spark.task.resource.gpu.amount", "0")))
                .doesNotThrowAnyException();
    }

    @Test
    void settingsThatLoseOrDoubleRowsAreRefusedTogether() {
        SparkConf conf = conf("yarn")
                .set("spark.sql.files.ignoreCorruptFiles", "true")
                .set("spark.sql.files.ignoreMissingFiles", "TRUE")
                .set("spark.speculation", "true");

        assertThatThrownBy(() -> SparkRules.check(conf))
                .hasMessageContainingAll("ignoreCorruptFiles", "ignoreMissingFiles", "spark.speculation");
    }

    private static SparkConf conf(String master) {
        return new SparkConf(false).set("spark.master", master);
    }
}
