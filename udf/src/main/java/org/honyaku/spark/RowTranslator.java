package org.honyaku.spark;

import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskKilledException;
import org.honyaku.engine.FinishReason;
import org.honyaku.engine.GenerationRequest;
import org.honyaku.engine.GenerationResult;
import org.honyaku.engine.GenerationResult.Completed;
import org.honyaku.engine.GenerationResult.Refusal;
import org.honyaku.engine.GenerationResult.Refused;
import org.honyaku.engine.StopRule;
import org.honyaku.engine.TokenIds;
import org.honyaku.spark.EngineRegistry.EngineKey;
import org.honyaku.text.EncodedPrompt;
import org.honyaku.text.PromptTemplate;
import org.honyaku.text.TextException;
import org.honyaku.text.TranslationPrompt;
import org.jspecify.annotations.Nullable;

/**
 * One task's way from a text to its result. Takes its share in the engine with the first text that needs one, and gives it back
 * when it is closed. Used by one thread.
 */
final class RowTranslator implements AutoCloseable {

    /** Enough for the engine to choose the longest first, and to have the next ones at hand when slots fall free. */
    private static final int IN_FLIGHT_PER_SLOT = 4;

    private final TranslateSettings settings;
    private final EngineFactory engines;
    private final String device;
    private final RunCounters counters;
    private final StopSignal stop;
    private final Precautions precautions;
    private final TranslationKey keys;
    private @Nullable EngineLease lease;
    private @Nullable TranslationPrompt prompt;

    RowTranslator(
            TranslateSettings settings,
            EngineFactory engines,
            String device,
            RunCounters counters,
            StopSignal stop,
            Precautions precautions) {
        this.settings = settings;
        this.engines = engines;
        this.device = device;
        this.counters = counters;
        this.stop = stop;
        this.precautions = precautions;
        this.keys = new TranslationKey(settings);
    }

    /** A text on its way: either its result is known at once, or its generation is under way. */
    record Started(
            String key,
            int characters,
            @Nullable RowResult known,
            @Nullable CompletableFuture<GenerationResult> generation) {

        boolean isDone() {
            return generation == null || generation.isDone();
        }

        boolean isCancelled() {
            return generation != null && generation.isCancelled();
        }

        void cancel() {
            if (generation != null) {
                generation.cancel(false);
            }
        }
    }

    /** Sends a text to the engine, unless it can be answered without; nothing where it is left for later or the task is to stop. */
    Optional<Started> start(@Nullable String text) {
        String key = keys.of(text);
        return precautions.leavesOut(key) ? Optional.empty() : start(key, text);
    }

    private Optional<Started> start(String key, @Nullable String text) {
        if (text == null || Blank.isBlank(text)) {
            return Optional.of(new Started(key, 0, RowResult.notRun(key, RowStatus.EMPTY_SOURCE, null), null));
        }
        Optional<RowResult> verdict = precautions.verdict(key);
        if (verdict.isPresent()) {
            return Optional.of(new Started(key, text.length(), verdict.get(), null));
        }
        return engine().map(engine -> start(key, text, engine));
    }

    private Started start(String key, String text, LoadedEngine engine) {
        EncodedPrompt encoded;
        try {
            encoded = prompt(engine).encode(text);
        } catch (TextException e) {
            return new Started(key, text.length(), refused(key, e), null);
        }
        GenerationRequest request = request(key, encoded, engine);
        return new Started(key, text.length(), null, precautions.submit(request, engine.engine()));
    }

    /**
     * The result of a text that is done.
     *
     * @throws EngineFailedException if the engine failed
     */
    RowResult finish(Started started) {
        RowResult result = started.known() != null ? started.known() : generated(started);
        counters.add(started.characters(), result);
        return result;
    }

    /** How many texts one task should have under way to keep the engine busy. */
    int usefulInFlight() {
        return lease == null || precautions.alone()
                ? 1
                : IN_FLIGHT_PER_SLOT * lease.engine().slots();
    }

    private RowResult generated(Started started) {
        GenerationResult generation = await(started);
        if (generation instanceof Completed completed) {
            return completed(started.key(), completed);
        }
        var refused = (Refused) generation;
        return RowResult.notRun(started.key(), status(refused.reason()), refused.message());
    }

    private static RowStatus status(Refusal reason) {
        return switch (reason) {
            case TOO_LONG -> RowStatus.TOO_LONG;
            case OUT_OF_MEMORY -> RowStatus.OOM;
            case UNKNOWN_TOKEN -> RowStatus.ERROR;
        };
    }

    private GenerationResult await(Started started) {
        try {
            return Objects.requireNonNull(started.generation()).get();
        } catch (ExecutionException e) {
            Objects.requireNonNull(lease).discard();
            throw EngineFailedException.whileRunning(device, e.getCause() == null ? e : e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TaskKilledException("interrupted while the engine was working on the task's rows");
        }
    }

    private RowResult completed(String key, Completed generation) {
        String translation;
        try {
            translation = prompt(Objects.requireNonNull(lease).engine())
                    .answer(generation.outputIds().toArray());
        } catch (TextException e) {
            return RowResult.completed(key, RowStatus.ERROR, generation, null, e.getMessage());
        }
        if (Blank.isBlank(translation)) {
            return RowResult.completed(
                    key, RowStatus.EMPTY, generation, null, "the model answered with nothing but blanks");
        }
        boolean cut = generation.finishReason() == FinishReason.LENGTH;
        return RowResult.completed(key, cut ? RowStatus.TRUNCATED : RowStatus.OK, generation, translation, null);
    }

    private static RowResult refused(String key, TextException e) {
        boolean tooLong = e.reason() == TextException.Reason.TOO_LONG;
        return RowResult.notRun(key, tooLong ? RowStatus.TOO_LONG : RowStatus.ERROR, e.getMessage());
    }

    private GenerationRequest request(String key, EncodedPrompt prompt, LoadedEngine engine) {
        GenerationSettings generation = settings.generation();
        return new GenerationRequest(
                        TokenIds.of(prompt.ids()),
                        prompt.sharedTokens(),
                        generation.maxNewTokens(),
                        generation.minNewTokens(),
                        engine.eosIds(),
                        generation.sampling(),
                        TranslationKey.seed(key))
                .stoppingAfter(generation.stopWords().sequences(engine.eosIds()))
                .stoppingAt(stopRule(engine));
    }

    private StopRule stopRule(LoadedEngine engine) {
        TranslationPrompt rules = prompt(engine);
        return rules.hasStop() ? output -> rules.isStoppedBy(output.toArray()) : StopRule.NEVER;
    }

    /** Nothing where the task was told to stop while the model was loading. */
    private Optional<LoadedEngine> engine() {
        if (lease == null) {
            Optional<EngineLease> acquired = acquire();
            if (acquired.isEmpty()) {
                return Optional.empty();
            }
            lease = acquired.get();
            if (lease.isFirst()) {
                counters.modelLoads().add(describeLoad(lease));
            }
        }
        return Optional.of(lease.engine());
    }

    private Optional<EngineLease> acquire() {
        try {
            return ExecutorEngine.acquire(
                    new EngineKey(engines, settings.model(), device, precautions.journals()), stop::isRaised);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TaskKilledException("interrupted while the model was loading");
        }
    }

    private static String describeLoad(EngineLease lease) {
        SparkEnv spark = SparkEnv.get();
        return "executor " + (spark == null ? "none" : spark.executorId()) + ": "
                + lease.engine().description()
                + String.format(
                        Locale.ROOT, "; loaded in %.1f s", lease.loadTime().toMillis() / 1000.0);
    }

    private TranslationPrompt prompt(LoadedEngine engine) {
        if (prompt == null) {
            PromptSettings parts = settings.prompt();
            prompt = new TranslationPrompt(
                    PromptTemplate.parse(parts.template()), parts.instruction(), engine.tokenizer());
        }
        return prompt;
    }

    @Override
    public void close() {
        if (lease != null) {
            lease.close();
        }
    }
}
