package org.honyaku.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.spark.sql.SparkSession;
import org.honyaku.spark.StandIn;
import org.honyaku.spark.TranslationKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(LocalSpark.class)
class MemoryInspectionTest {

    private static final RunLimits ONE_ATTEMPT = new RunLimits(1, OptionalLong.empty(), Optional.empty());

    private final Runs runs;
    private final Runs others;
    private final String memory;
    private final SparkSession spark;

    MemoryInspectionTest(@TempDir Path folder, SparkSession spark) {
        this.spark = spark;
        this.runs = Runs.in(folder).overwriting().withLimits(ONE_ATTEMPT);
        this.others = runs.with(StandIn.settings(59));
        this.memory = folder.resolve(".out.memory").toString();
        spark.sql("select id, if(id = 0, repeat('x', 300), concat('text ', id)) as text from range(10)")
                .write()
                .parquet(runs.input());
        runs.go(spark);
        others.go(spark);
    }

    @Test
    void theTextsOfEachPromptAndModelAreCounted() {
        assertThat(look())
                .contains(
                        "texts     20 in ",
                        id(runs),
                        id(others),
                        "model   stand-in",
                        "\"shout\"",
                        "at most 60",
                        "at most 59")
                .containsSubsequence("ok 9 · too_long 1", "ok 9 · too_long 1");
    }

    @Test
    void whatIsForgottenIsTranslatedAnewAndTheRestIsKept() {
        assertThat(look(id(runs))).contains("texts     10 in ", id(others)).doesNotContain(id(runs));

        assertThat(others.go(spark).generated().allRows()).isZero();
        assertThat(runs.go(spark).generated().allRows()).isEqualTo(10);
    }

    @Test
    void failedTextsGetTheirAttemptsAgain() {
        assertThat(runs.go(spark).generated().allRows()).isZero();

        assertThat(look("failed")).contains("texts     18 in ").doesNotContain("too_long");

        assertThat(runs.go(spark).generated().allRows()).isEqualTo(1);
    }

    @Test
    void aNameThatMeansNothingForgetsNothing() {
        UserException refused = catchThrowableOfType(UserException.class, () -> look(id(runs), "nothing"));
        assertThat(refused.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(refused).hasMessageContaining("nothing in the memory is called nothing");
        assertThat(look()).contains("texts     20 in ");

        UserException missing =
                catchThrowableOfType(UserException.class, () -> MemoryInspection.run(spark, memory + "s", List.of()));
        assertThat(missing.exitCode()).isEqualTo(ExitCode.INPUT);
        UserException other =
                catchThrowableOfType(UserException.class, () -> MemoryInspection.run(spark, runs.input(), List.of()));
        assertThat(other).hasMessageContaining("is no translation memory");
    }

    private String look(String... forgotten) {
        return MemoryInspection.run(spark, memory, List.of(forgotten)).text();
    }

    private static String id(Runs of) {
        return new TranslationKey(of.settings()).settingsId().substring(0, 12);
    }
}
