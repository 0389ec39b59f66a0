package org.honyaku.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.honyaku.engine.StepWitness;
import org.honyaku.spark.EngineFactory;
import org.honyaku.spark.LoadedEngine;
import org.honyaku.spark.ModelSettings;
import org.honyaku.spark.StandIn;
import org.honyaku.spark.TranslationKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * An attempt that Spark has given up while its tasks were still under way: their texts stand in its journal when the next attempt begins, and
 * no longer when that ends.
 */
@ExtendWith(LocalSpark.class)
class AbandonedAttemptTest {

    private static final StructType TEXTS =
            new StructType().add("id", DataTypes.IntegerType).add("text", DataTypes.StringType);
    private static final int ROWS = 60;
    private static final int UNDER_WAY = 5;

    private final Path folder;
    private final Path journal;

    AbandonedAttemptTest(@TempDir Path folder) {
        this.folder = folder;
        this.journal = folder.resolve(".out.memory/journals/abandoned/process-1.1.000001");
    }

    @Test
    void whatItGivesBackIsTranslatedLikeAnyOtherText(SparkSession spark) throws IOException {
        var rows = IntStream.range(0, ROWS)
                .mapToObj(id -> RowFactory.create(id, "row " + id))
                .toList();
        spark.createDataFrame(rows, TEXTS).write().parquet(runs().input());
        Files.createDirectories(journal.getParent());
        Files.writeString(journal, underWay());

        TranslationJob.run(spark, runs().run(), Runs.silent(), new StopButton(), new Giving(journal.toString()));

        assertThat(journal).doesNotExist();
        assertThat(ParquetFolder.rows(Path.of(runs().output()), "text", "translation", "status"))
                .containsExactlyInAnyOrderElementsOf(IntStream.range(0, ROWS)
                        .mapToObj(id -> "row " + id + "\tROW " + id + "\tok")
                        .toList());
    }

    /** A journal's line of some of the texts. */
    private String underWay() {
        var keys = new TranslationKey(runs().settings());
        return IntStream.range(0, UNDER_WAY)
                .mapToObj(id -> keys.of("row " + id).substring(0, 16))
                .collect(Collectors.joining(" ", "", "\n"));
    }

    private Runs runs() {
        return Runs.in(folder);
    }

    /** Stand-in engines; when the first of them computes, the abandoned tasks have come to their end. */
    private record Giving(String journal) implements EngineFactory {

        @Override
        public LoadedEngine load(ModelSettings settings, String device, StepWitness witness) {
            return new StandIn.Factory("abandoned").load(settings, device, new StepWitness() {
                @Override
                public void computes(List<Long> rows) {
                    try {
                        Files.deleteIfExists(Path.of(journal));
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                    witness.computes(rows);
                }
            });
        }
    }
}
