package org.honyaku.model;

import ai.djl.engine.EngineException;
import java.util.concurrent.atomic.AtomicLong;
import org.honyaku.engine.KvLayout;
import org.honyaku.engine.LanguageModel;
import org.honyaku.engine.Logprobs;
import org.honyaku.engine.StepOutcome;
import org.honyaku.engine.StepPlan;
import org.honyaku.engine.TokenIds;
import org.jspecify.annotations.Nullable;

/**
 * A model in libtorch: its weights, its KV cache and the TorchScript program that computes a step in one call. Loaded once, used by
 * one thread of each lane, closed once; closing frees everything it holds outside the Java heap.
 */
public final class TorchLanguageModel implements LanguageModel {

    /** Half an hour and more of a model that has more than some millions of parameters. */
    static final int STEPS_UNTIL_TRIM = 10_000;

    private final AtomicLong steps = new AtomicLong();
    private final ModelSpec spec;
    private final RopeBands ropeBands;
    private final KvLayout layout;
    private final int threadsOfLane;
    private final TorchProgram program;
    private final Arithmetic arithmetic;
    private final LinearForm form;
    private final String description;
    /** While steps are watched; set by another thread than those that run them. */
    private volatile @Nullable StepProfiler profiler;

    TorchLanguageModel(
            ModelFolder folder,
            KvLayout layout,
            int threadsOfLane,
            TorchProgram program,
            Arithmetic arithmetic,
            LinearForm form) {
        this.spec = folder.spec();
        this.ropeBands = new RopeBands(spec);
        this.layout = layout;
        this.threadsOfLane = threadsOfLane;
        this.program = program;
        this.arithmetic = arithmetic;
        this.form = form;
        this.description = describe(folder);
    }

    /**
     * Binds the weights and reserves the KV cache.
     *
     * @throws ModelFolderException where weights are not finite
     * @throws IllegalArgumentException where device or memory are not there, with a sentence for the user
     */
    public static TorchLanguageModel load(ModelFolder folder, ModelOptions options) {
        return OneOffThread.call("honyaku-load", () -> new ModelLoader(folder, options).load());
    }

    private String describe(ModelFolder folder) {
        long kvBytes = layout.tokens() * arithmetic.bytesPerToken(spec);
        return String.format(
                "%,d parameters on %s in %s, linear layers %s; KV cache of %d slots of %d tokens, %,d MiB; lanes: %d",
                folder.checkpoint().parameters(),
                arithmetic.device(),
                arithmetic.layers().label(),
                form.label(),
                layout.slots(),
                layout.slotTokens(),
                kvBytes >> 20,
                layout.lanes());
    }

    /** libtorch's name of the device that it runs on: {@code cpu} or {@code cuda:N}. */
    public String device() {
        return arithmetic.device();
    }

    /** What the layers compute in, never {@link Precision#AUTO}. */
    public Precision precision() {
        return arithmetic.layers();
    }

    /** How linear layers are computed, as a log names it. */
    public String linearLayers() {
        return form.label();
    }

    /** Parameters, device, precision and KV cache in one line. */
    public String describe() {
        return description;
    }

    @Override
    public int vocabularySize() {
        return spec.vocabulary();
    }

    @Override
    public int maxPositions() {
        return spec.maxPositions();
    }

    @Override
    public KvLayout kvLayout() {
        return layout;
    }

    @Override
    public int ropeBand(int promptTokens) {
        return ropeBands.bandOf(promptTokens);
    }

    /** libtorch keeps the number of threads that an operator uses for each thread that calls one. */
    @Override
    public void enterLane() {
        TorchEngine.useThreads(threadsOfLane);
    }

    @Override
    public StepOutcome run(StepPlan plan) {
        if (steps.incrementAndGet() % STEPS_UNTIL_TRIM == 0) {
            NativeHeap.trim();
        }
        Object[] arguments = new StepArguments(plan).forStep();
        StepProfiler watching = profiler;
        double[] chosen = watching == null
                ? program.callForNumbers("step", arguments)
                : watching.watch(() -> program.callForNumbers("step", arguments));
        int rows = chosen.length / 2;
        int[] ids = new int[rows];
        float[] logprobs = new float[rows];
        for (int row = 0; row < rows; row++) {
            ids[row] = (int) chosen[row];
            logprobs[row] = (float) chosen[rows + row];
            if (Float.isNaN(logprobs[row])) {
                throw new EngineException("the model computed scores that are not numbers");
            }
        }
        return new StepOutcome(TokenIds.of(ids), Logprobs.of(logprobs));
    }

    /** From the next step on, steps run under libtorch's profiler, which makes them slower. */
    public void startProfile() {
        profiler = new StepProfiler();
    }

    /**
     * Where the time of all steps since {@link #startProfile} went; to be called between steps, which run as usual again.
     *
     * @throws IllegalStateException if no profile was started
     */
    public StepTimes stopProfile() {
        StepProfiler stopped = profiler;
        if (stopped == null) {
            throw new IllegalStateException("no profile was started");
        }
        profiler = null;
        return stopped.times();
    }

    /** The program itself, for tests that look inside a step. */
    TorchProgram program() {
        return program;
    }

    @Override
    public void close() {
        program.close();
    }
}
