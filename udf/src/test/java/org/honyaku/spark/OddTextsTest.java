package org.honyaku.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a task makes of odd texts: each alone, and among a thousand good ones, which come out as if they were by themselves. */
class OddTextsTest {

    private static final RowSchema SCHEMA = RowSchema.extend(new StructType().add("text", DataTypes.StringType), "");

    private static final List<@Nullable String> GOOD =
            IntStream.range(0, 1_000).mapToObj(id -> "row " + id % 700).toList();

    private static final int PLACE = 500;

    private static final int STATUS = SCHEMA.output().fieldIndex(SCHEMA.nameOf(ResultColumn.STATUS));

    private final Path folder;

    OddTextsTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @ParameterizedTest
    @EnumSource
    void anOddTextIsTheSameAloneAndAmongGoodOnesAndTheyDoNotNotice(OddText odd) {
        List<Row> good = translate(GOOD);
        List<Row> alone = translate(Arrays.asList(odd.text()));
        List<@Nullable String> texts = new ArrayList<>(GOOD);
        texts.add(PLACE, odd.text());
        List<Row> mixed = new ArrayList<>(translate(texts));
        Row among = mixed.remove(PLACE);

        assertThat(among).isEqualTo(alone.get(0));
        assertThat(among.getString(0)).isEqualTo(odd.text());
        assertThat(among.getString(STATUS)).isEqualTo(odd.status().columnValue());
        assertThat(mixed).isEqualTo(good).hasSize(GOOD.size());
    }

    private List<Row> translate(List<@Nullable String> texts) {
        var journals = new CrashJournals(
                new Configuration(), folder.resolve("journals").toString(), List.of());
        var translate = new TranslatePartitions(
                StandIn.settings(60),
                SCHEMA,
                "text",
                new StandIn.Factory("odd texts"),
                StandIn.counters(),
                new StopSignal(new Configuration(), folder.resolve("stop").toString()),
                new Precautions(journals, Suspects.NONE, false));
        List<Row> out = new ArrayList<>();
        translate
                .call(texts.stream().<Row>map(text -> RowFactory.create(text)).iterator())
                .forEachRemaining(out::add);
        return out;
    }
}
