package org.honyaku.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.honyaku.engine.GenerationRequest;
import org.honyaku.engine.GenerationResult.Completed;
import org.honyaku.engine.StepWitness;
import org.honyaku.engine.TokenIds;
import org.honyaku.spark.LoadedEngine;
import org.honyaku.spark.ModelSettings;
import org.honyaku.spark.TorchEngineFactory;
import org.honyaku.spark.TranslateSettings;
import org.honyaku.text.Direction;
import org.honyaku.text.OutputText;
import org.honyaku.text.PromptTemplate;
import org.honyaku.text.TranslationPrompt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The whole way with a real model: small, random, and in libtorch. */
@ExtendWith(LocalSpark.class)
class RealModelTest {

    private static final int MAX_NEW_TOKENS = 12;

    private final Path folder;

    RealModelTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void aRowThroughSparkIsWhatTheEngineGivesForItAlone(SparkSession spark) throws Exception {
        List<String> texts = IntStream.range(0, 40)
                .mapToObj(i -> "今日は" + "良い".repeat(i % 7) + "天気です " + i % 30)
                .toList();
        TranslateSettings settings = TinyModel.settings(MAX_NEW_TOKENS);
        write(spark, texts);

        TranslationRun run = Runs.in(folder).with(settings).run();
        RunReport report = TranslationJob.run(spark, run, Runs.silent(), new StopButton());

        List<Row> rows = spark.read().parquet(run.output()).collectAsList();
        assertThat(rows).hasSize(40);
        assertThat(report.modelLoads()).singleElement().asString().contains("cpu", "fp32");
        assertThat(report.generated().allRows())
                .isEqualTo(texts.stream().distinct().count());
        try (LoadedEngine alone = new TorchEngineFactory().load(settings.model(), "cpu", StepWitness.NONE)) {
            for (Row row : rows) {
                assertThat(row.<String>getAs("text")).isEqualTo(texts.get(row.getAs("id")));
                assertSameAsAlone(row, alone);
            }
        }
    }

    @Test
    void anotherModelThanTheDriverSawIsRefused(SparkSession spark) {
        TranslateSettings settings = TinyModel.settings(MAX_NEW_TOKENS);
        write(spark, List.of("今日は"));

        UserException failure = failure(
                spark,
                settings,
                new ModelSettings(settings.model().folder(), "another digest", "cpu", "fp32", 1, 8, 256, 0, 60));

        assertThat(failure.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(failure).hasMessageContainingAll("another digest", "copy the same model");
    }

    @Test
    void aModelThatCannotBeLoadedEndsTheRunWithTheReason(SparkSession spark) {
        write(spark, List.of("今日は"));

        UserException failure = failure(
                spark,
                TinyModel.settings(MAX_NEW_TOKENS),
                new ModelSettings(folder.resolve("no-model").toString(), "digest", "cpu", "fp32", 1, 8, 256, 0, 60));

        assertThat(failure.exitCode()).isEqualTo(ExitCode.MODEL);
        assertThat(failure).hasMessageContainingAll("no-model", "does not exist");
    }

    private UserException failure(SparkSession spark, TranslateSettings settings, ModelSettings model) {
        var broken = new TranslateSettings(model, settings.prompt(), settings.generation());
        TranslationRun run = Runs.in(folder).with(broken).run();
        return catchThrowableOfType(
                UserException.class, () -> TranslationJob.run(spark, run, Runs.silent(), new StopButton()));
    }

    private static void assertSameAsAlone(Row row, LoadedEngine alone) throws Exception {
        var prompt = new TranslationPrompt(PromptTemplate.ALPACA, Direction.JA_EN.instruction(), alone.tokenizer());
        TokenIds ids = TokenIds.of(prompt.encode(row.getAs("text")).ids());
        var completed = (Completed) alone.engine()
                .submit(GenerationRequest.greedy(ids, MAX_NEW_TOKENS, alone.eosIds()))
                .get();
        String text =
                OutputText.clean(alone.tokenizer().decode(completed.outputIds().toArray()));
        assertThat(row.<String>getAs("translation")).isEqualTo(text.isBlank() ? null : text);
        assertThat(row.<Integer>getAs("prompt_tokens")).isEqualTo(ids.size());
        assertThat(row.<Integer>getAs("output_tokens"))
                .isEqualTo(completed.outputIds().size());
    }

    private void write(SparkSession spark, List<String> texts) {
        var schema = new StructType().add("id", DataTypes.IntegerType).add("text", DataTypes.StringType);
        List<Row> rows = IntStream.range(0, texts.size())
                .mapToObj(id -> RowFactory.create(id, texts.get(id)))
                .toList();
        spark.createDataFrame(rows, schema).write().parquet(Runs.in(folder).input());
    }
}
