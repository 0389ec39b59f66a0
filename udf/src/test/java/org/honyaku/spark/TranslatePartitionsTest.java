package org.honyaku.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.honyaku.model.StopWords;
import org.honyaku.spark.Suspects.Deaths;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TranslatePartitionsTest {

    private static final StructType INPUT =
            new StructType().add("id", DataTypes.IntegerType).add("text", DataTypes.StringType);
    private static final RowSchema SCHEMA = RowSchema.extend(INPUT, "");

    private final RunCounters counters = StandIn.counters();
    private final StopSignal stop;
    private final Precautions precautions;

    TranslatePartitionsTest(@TempDir Path folder) {
        this.stop = new StopSignal(new Configuration(), folder.resolve("stop").toString());
        var journals = new CrashJournals(
                new Configuration(), folder.resolve("journals").toString(), List.of());
        this.precautions = new Precautions(journals, Suspects.NONE, false);
    }

    @Test
    void rowsComeOutInInputOrderWithTheirColumnsAndTheirTranslation() {
        List<Row> out = translate(100, "one", "a much longer second text", "three");

        assertThat(out).extracting(row -> row.getInt(0)).containsExactly(0, 1, 2);
        assertThat(out)
                .extracting(row -> row.getString(1))
                .containsExactly("one", "a much longer second text", "three");
        assertThat(values(out, ResultColumn.TRANSLATION)).containsExactly("ONE", "A MUCH LONGER SECOND TEXT", "THREE");
        assertThat(values(out, ResultColumn.STATUS)).containsOnly("ok");
        assertThat(values(out, ResultColumn.FINISH_REASON)).containsOnly("eos");
        assertThat(values(out, ResultColumn.OUTPUT_TOKENS)).containsExactly(4, 26, 6);
        assertThat(values(out, ResultColumn.PROMPT_TOKENS)).containsExactly(10, 32, 12);
        assertThat(values(out, ResultColumn.MEAN_LOGPROB)).containsOnly(-0.5);
        assertThat(values(out, ResultColumn.ERROR)).containsOnlyNulls();
    }

    @Test
    void aTaskThatIsToldToStopKeepsWhatIsDone() throws IOException {
        String[] texts = IntStream.range(0, 1_000).mapToObj(i -> "row " + i).toArray(String[]::new);
        Iterator<Row> rows = rows(texts);
        Iterator<Row> out = partitions(StandIn.settings(100)).call(rows);
        List<Row> taken = new ArrayList<>(List.of(out.next()));

        stop.raise();
        out.forEachRemaining(taken::add);

        assertThat(stop.wasRaised()).isTrue();
        assertThat(rows.hasNext()).as("not all rows were begun").isTrue();
        assertThat(taken)
                .extracting(row -> row.getInt(0))
                .startsWith(0, 1, 2)
                .isSorted()
                .hasSizeLessThan(1_000);
        assertThat(values(taken, ResultColumn.STATUS)).containsOnly("ok");
    }

    @Test
    void aRowWithoutAnythingToTranslateCostsNothingAndLoadsNothing() {
        List<Row> out = translate(100, null, "", " \u3000\t\u00a0\r\n", "\u200b\ufeff");

        assertThat(values(out, ResultColumn.STATUS)).containsOnly("empty_source");
        assertThat(values(out, ResultColumn.TRANSLATION)).containsOnlyNulls();
        assertThat(values(out, ResultColumn.PROMPT_TOKENS)).containsOnly(0);
        assertThat(values(out, ResultColumn.TRANSLATION_KEY))
                .doesNotContainNull()
                .doesNotHaveDuplicates();
        assertThat(counters.loadsSoFar()).isEmpty();
    }

    @Test
    void whatIsWrongWithARowIsItsStatusAndTheOthersGoOn() {
        String tooLong = "x".repeat(300);

        List<Row> out =
                translate(20, "fine", tooLong, "half a pair \ud83d", StandInModel.SPEECHLESS, "twenty-one characters!");

        assertThat(values(out, ResultColumn.STATUS)).containsExactly("ok", "too_long", "error", "empty", "truncated");
        assertThat(values(out, ResultColumn.TRANSLATION))
                .containsExactly("FINE", null, null, null, "TWENTY-ONE CHARACTER");
        assertThat(values(out, ResultColumn.FINISH_REASON)).containsExactly("eos", null, null, "eos", "length");
        assertThat(values(out, ResultColumn.ERROR).get(1)).asString().contains("307 tokens", "20 new tokens", "256");
        assertThat(values(out, ResultColumn.ERROR).get(2)).asString().contains("surrogate");
    }

    @Test
    void anOutputStopsAtTheTextThatTheTemplateNames() {
        TranslateSettings plain = StandIn.settings(100);
        var settings = new TranslateSettings(
                plain.model(),
                new PromptSettings("ja-en", StandIn.TEMPLATE + "{output}\n", "shout"),
                plain.generation());
        List<Row> out = translate(settings, "one\nmore", "two");

        assertThat(values(out, ResultColumn.TRANSLATION)).containsExactly("ONE", "TWO");
        assertThat(values(out, ResultColumn.STATUS)).containsOnly("ok");
        assertThat(values(out, ResultColumn.FINISH_REASON)).containsExactly("stop", "eos");
        assertThat(values(out, ResultColumn.OUTPUT_TOKENS)).containsExactly(4, 4);
    }

    @Test
    void anOutputEndsOneTokenAfterStopWords() {
        TranslateSettings plain = StandIn.settings(100);
        var generation = new GenerationSettings(100, 0, false, 1.0, 0, 1.0, 1.0, StopWords.parse("69 33"), 0L);
        List<Row> out = translate(new TranslateSettings(plain.model(), plain.prompt(), generation), "one!two", "two");

        assertThat(values(out, ResultColumn.TRANSLATION)).containsExactly("ONE!", "TWO");
        assertThat(values(out, ResultColumn.FINISH_REASON)).containsOnly("eos");
    }

    @Test
    void aTextBeyondAllBoundsIsTooLongBeforeItIsTokenised() {
        List<Row> out = translate(20, "x".repeat(20_000_000));

        assertThat(values(out, ResultColumn.STATUS)).containsExactly("too_long");
        assertThat(values(out, ResultColumn.ERROR).get(0)).asString().contains("20,000,000");
    }

    @Test
    void rowsStreamThroughABoundedWindow() {
        int rows = 10_000;
        var taken = new ArrayList<Integer>();
        Iterator<Row> input = IntStream.range(0, rows)
                .peek(taken::add)
                .mapToObj(id -> row(id, "text " + id))
                .iterator();

        Iterator<Row> out = partitions(StandIn.settings(100)).call(input);
        int most = 0;
        for (int i = 0; i < rows; i++) {
            assertThat(out.next().getInt(0)).isEqualTo(i);
            most = Math.max(most, taken.size() - i);
        }

        assertThat(out.hasNext()).isFalse();
        assertThat(most).isLessThanOrEqualTo(4 * 4 * 16);
    }

    @Test
    void anEmptyPartitionIsEmpty() {
        assertThat(translate(100)).isEmpty();
    }

    @Test
    void aFailureOfTheEngineFailsTheTaskWithTheReasonAndTheNextTaskGetsAFreshEngine() {
        assertThatThrownBy(() -> translate(100, "fine", StandInModel.POISON, "fine too"))
                .isInstanceOf(EngineFailedException.class)
                .hasMessageContaining("the device went away");

        assertThat(values(translate(100, "again"), ResultColumn.TRANSLATION)).containsExactly("AGAIN");
    }

    @Test
    void aRowForWhichTheMemoryDoesNotSufficeIsOom() {
        List<Row> out = translate(100, "fine", StandInModel.HUGE, "fine too");

        assertThat(values(out, ResultColumn.STATUS)).containsExactly("ok", "oom", "ok");
        assertThat(values(out, ResultColumn.ERROR).get(1)).asString().contains("memory does not suffice", "--slots");
    }

    @Test
    void rowsUnderSuspicionAreLeftForLater() {
        var cautious = new Precautions(precautions.journals(), suspects("two", new Deaths(1, 0, 0)), false);

        List<Row> out = translate(cautious, "one", "two", "three");

        assertThat(values(out, ResultColumn.TRANSLATION)).containsExactly("ONE", "THREE");
    }

    @Test
    void rowsUnderSuspicionAreRunAloneUnlessTheirVerdictIsKnown() {
        var deaths = Map.of("two", new Deaths(1, 0, 0), "three", new Deaths(1, 2, 0), "four", new Deaths(0, 1, 1));
        Suspects suspects = deaths.entrySet().stream()
                .map(entry -> suspects(entry.getKey(), entry.getValue()))
                .reduce(Suspects.NONE, Suspects::and);
        var alone = new Precautions(precautions.journals(), suspects, true);

        List<Row> out = translate(alone, "one", "two", "three", "four");

        assertThat(values(out, ResultColumn.STATUS)).containsExactly("ok", "ok", "crashed", "timeout");
        assertThat(values(out, ResultColumn.TRANSLATION)).containsExactly("ONE", "TWO", null, null);
        assertThat(values(out, ResultColumn.ERROR).get(2)).asString().contains("two processes died");
    }

    private static Suspects suspects(String text, Deaths deaths) {
        String key = new TranslationKey(StandIn.settings(100)).of(text);
        return new Suspects(Map.of(TranslationKey.seed(key), deaths));
    }

    private List<Row> translate(Precautions chosen, String... texts) {
        var translate = new TranslatePartitions(
                StandIn.settings(100), SCHEMA, "text", new StandIn.Factory("partitions"), counters, stop, chosen);
        List<Row> out = new ArrayList<>();
        translate.call(rows(texts)).forEachRemaining(out::add);
        return out;
    }

    @Test
    void theDisplayCountsWhatWasDone() {
        translate(100, "one", null, "three");

        assertThat(counters.rows().value()).isEqualTo(3);
        assertThat(counters.sourceCharacters().value()).isEqualTo(8);
        assertThat(counters.outputTokens().value()).isEqualTo(10);
    }

    private List<Row> translate(int maxNewTokens, @Nullable String... texts) {
        return translate(StandIn.settings(maxNewTokens), texts);
    }

    private List<Row> translate(TranslateSettings settings, @Nullable String... texts) {
        List<Row> out = new ArrayList<>();
        partitions(settings).call(rows(texts)).forEachRemaining(out::add);
        return out;
    }

    private TranslatePartitions partitions(TranslateSettings settings) {
        return new TranslatePartitions(
                settings, SCHEMA, "text", new StandIn.Factory("partitions"), counters, stop, precautions);
    }

    private static Iterator<Row> rows(@Nullable String... texts) {
        return IntStream.range(0, texts.length)
                .mapToObj(id -> row(id, texts[id]))
                .iterator();
    }

    private static Row row(int id, @Nullable String text) {
        return RowFactory.create(id, text);
    }

    private static List<@Nullable Object> values(List<Row> rows, ResultColumn column) {
        int index = SCHEMA.output().fieldIndex(SCHEMA.nameOf(column));
        return rows.stream().<@Nullable Object>map(row -> row.get(index)).toList();
    }
}
