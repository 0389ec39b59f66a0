package org.honyaku.spark;

import org.apache.spark.util.CollectionAccumulator;
import org.apache.spark.util.LongAccumulator;
import org.honyaku.engine.EngineSettings;
import org.honyaku.engine.GenerationEngine;
import org.honyaku.engine.StepWitness;
import org.honyaku.engine.TokenIds;

/** Engines without a model, for tests of what is around them. They load on any device and compute on none. */
public final class StandIn {

    static final char INPUT_STARTS = '\u0001';
    static final char INPUT_ENDS = '\u0002';
    public static final String TEMPLATE = "{instruction}" + INPUT_STARTS + "{input}" + INPUT_ENDS;

    /** A text that begins with this ends the process, with the code {@link #ABORTED}. */
    public static final String KILLER = "killer";

    /** As of a process that native code has aborted. */
    public static final int ABORTED = 134;

    /** A step with a text that begins with this never ends, and cannot be interrupted. */
    public static final String SLEEPER = "sleeper";

    private StandIn() {}

    /**
     * Loads a {@link StandInModel}, which writes its input in capital letters.
     *
     * @param name tells engines of different tests apart
     * @param stepMillis how long a step takes at least
     */
    public record Factory(String name, long stepMillis) implements EngineFactory {

        /** As fast as it can. */
        public Factory(String name) {
            this(name, 0);
        }

        @Override
        public LoadedEngine load(ModelSettings settings, String device, StepWitness witness) {
            return engine(device, stepMillis, () -> {}, witness);
        }
    }

    /** How many texts the stand-ins of this process have come to the end of. */
    public static long answers() {
        return StandInModel.ANSWERS.sum();
    }

    static LoadedEngine engine(String device, Runnable onClose) {
        return engine(device, 0, onClose, StepWitness.NONE);
    }

    private static LoadedEngine engine(String device, long stepMillis, Runnable onClose, StepWitness witness) {
        var model = new StandInModel(stepMillis, onClose);
        var engine = GenerationEngine.start(model, EngineSettings.forCache(model.kvLayout(), 0, 0L), witness);
        var end = TokenIds.of(StandInModel.END);
        return new LoadedEngine(engine, new CharacterTokenizer(), end, 4, "stand-in on " + device);
    }

    /** Settings for stand-in engines with {@code maxNewTokens}. */
    public static TranslateSettings settings(int maxNewTokens) {
        return settings(maxNewTokens, 60);
    }

    /** The same with another limit of a step's time. */
    public static TranslateSettings settings(int maxNewTokens, double stepSeconds) {
        return new TranslateSettings(
                new ModelSettings("stand-in", "digest", "auto", "fp32", 0, 0, 0, 0, stepSeconds),
                new PromptSettings("ja-en", TEMPLATE, "shout"),
                GenerationSettings.greedy(maxNewTokens));
    }

    static RunCounters counters() {
        return new RunCounters(
                new LongAccumulator(),
                new LongAccumulator(),
                new LongAccumulator(),
                new LongAccumulator(),
                new CollectionAccumulator<>());
    }
}
