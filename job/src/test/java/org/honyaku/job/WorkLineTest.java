package org.honyaku.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.honyaku.job.memory.MemoryRows;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(LocalSpark.class)
class WorkLineTest {

    private static final StructType PENDING = new StructType()
            .add(Corpus.SOURCE_TEXT, DataTypes.StringType)
            .add(Corpus.EARLIER_ATTEMPTS, DataTypes.IntegerType)
            .add(MemoryRows.DEADLY, DataTypes.BooleanType);

    @Test
    void wavesOfAnySizeHaveEveryTextOnceAndTheLongestFirstButThoseWithWhichAProcessDied(
            SparkSession spark, @TempDir Path folder) {
        List<@Nullable String> texts = new ArrayList<>();
        IntStream.range(0, 500).forEach(i -> texts.add("字".repeat(i % 130) + i));
        texts.add(null);
        List<Row> rows = new ArrayList<>(
                texts.stream().map(text -> RowFactory.create(text, 0, false)).toList());
        rows.add(RowFactory.create("with this a process died", 1, true));

        PendingTexts pending = PendingTexts.write(spark.createDataFrame(rows, PENDING), folder.toString());

        WorkLine line = pending.line();
        assertThat(line.texts()).isEqualTo(502);
        List<@Nullable String> inWaves = new ArrayList<>();
        long start = 0;
        for (int number = 1; start < line.tokens(); number++) {
            var wave = new Wave(number, start, Math.min(line.tokens(), start + 700L * number));
            List<@Nullable String> inWave = new ArrayList<>();
            pending.of(wave).collectAsList().forEach(row -> inWave.add(row.isNullAt(0) ? null : row.getString(0)));
            assertThat(inWaves.isEmpty() || inWave.isEmpty() || shortest(inWaves) >= longest(inWave))
                    .as("wave %d has no longer text than those before it", number)
                    .isTrue();
            inWaves.addAll(inWave);
            start = wave.end();
        }
        assertThat(inWaves).containsExactlyInAnyOrderElementsOf(texts);
    }

    @Test
    void classesOfLengthsGrowWithTheLength() {
        var classes = new WorkLine.LengthClass();
        int before = -1;
        for (int bytes = 0; bytes < 100_000; bytes++) {
            int now = classes.call(bytes);
            assertThat(now - before).isBetween(bytes < 256 ? 1 : 0, 1);
            before = now;
        }
        assertThat(classes.call(Integer.MAX_VALUE)).isLessThan(1_000);
    }

    /** Of the class of the text: within one, the order is by hash. */
    private static int lengthClass(@Nullable String text) {
        return new WorkLine.LengthClass().call(text == null ? 0 : text.getBytes(StandardCharsets.UTF_8).length);
    }

    private static int shortest(List<@Nullable String> texts) {
        return Collections.min(texts.stream().map(WorkLineTest::lengthClass).toList());
    }

    private static int longest(List<@Nullable String> texts) {
        return Collections.max(texts.stream().map(WorkLineTest::lengthClass).toList());
    }
}
