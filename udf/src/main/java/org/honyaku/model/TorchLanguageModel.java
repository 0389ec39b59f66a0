package org.honyaku.model;

import ai.djl.engine.EngineException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.honyaku.engine.KvLayout;
import org.honyaku.engine.LanguageModel;
import org.honyaku.engine.Logprobs;
import org.honyaku.engine.StepOutcome;
import org.honyaku.engine.StepPlan;
import org.honyaku.engine.TokenIds;

/**
 * A model in libtorch: its weights, its KV cache and the TorchScript program that computes a step in one call. Loaded once, used by one
 * thread at a time, closed once; closing frees everything it holds outside the Java heap.
 */
public final class TorchLanguageModel implements LanguageModel {

    /**
     * In float32 the CPU's matrix products sum in another order for another shape, so each token attends in shapes that depend on its own
     * position alone. In bfloat16 the order does not depend on the shape.
     */
    private static final int EXACT_BLOCK = 32;

    private final ModelSpec spec;
    private final RopeBands ropeBands;
    private final KvLayout layout;
    private final TorchProgram program;
    private final String device;
    private final Precision precision;
    private final String description;

    private TorchLanguageModel(
            ModelFolder folder, KvLayout layout, TorchProgram program, String device, Precision precision) {
        this.spec = folder.spec();
        this.ropeBands = new RopeBands(spec);
        this.layout = layout;
        this.program = program;
        this.device = device;
        this.precision = precision;
        this.description = describe(folder, device, precision, layout);
    }

    /**
     * Binds the weights and reserves the KV cache.
     *
     * @throws ModelFolderException where weights are not finite
     * @throws IllegalArgumentException where device or memory are not there, with a sentence for the user
     */
    public static TorchLanguageModel load(ModelFolder folder, ModelOptions options) {
        return OneOffThread.call("honyaku-load", () -> loadHere(folder, options));
    }

    private static TorchLanguageModel loadHere(ModelFolder folder, ModelOptions options) {
        TorchEngine.start(options.threads());
        ModelSpec spec = folder.spec();
        String device = options.device().resolve(TorchEngine.gpus());
        Precision precision = options.precision()
                .resolve(TorchEngine.isFastInBf16(device), folder.checkpoint().isStoredIn16Bits());
        if (precision == Precision.INT8 && !device.equals("cpu")) {
            throw new IllegalArgumentException(
                    "precision int8 runs on CPUs only, but the device is " + device + "; take bf16, or --device cpu");
        }
        long bytesPerToken = spec.kvNumbersPerToken() * precision.cacheBytes();
        long free = TorchEngine.freeMemory(device) - folder.checkpoint().parameters() * precision.weightBytes();
        int keyBlock = precision == Precision.FP32 && device.equals("cpu") ? EXACT_BLOCK : 1;
        KvLayout layout = new KvBudget((long) (free * options.memoryShare()), bytesPerToken, spec.maxPositions())
                .layout(options.slots(), options.slotTokens())
                .withKeyBlock(keyBlock);
        TorchProgram program = TorchProgram.load(attributes(spec, device, precision, keyBlock));
        try {
            LinearForm form = new FormChoice(program, spec.hidden()).among(LinearForm.candidates(device, precision));
            program.call("use", form.code());
            new WeightBinder(program, folder).bind();
            addRotary(program, spec);
            program.call("reserve", layout.tokens());
        } catch (RuntimeException e) {
            program.close();
            throw e;
        }
        return new TorchLanguageModel(folder, layout, program, device, precision);
    }

    private static Map<String, Object> attributes(ModelSpec spec, String device, Precision precision, int keyBlock) {
        Map<String, Object> attributes = new LinkedHashMap<>();
        attributes.put("training", false);
        attributes.put("device", device);
        attributes.put("dtype", precision.torchCode());
        attributes.put("cache_dtype", precision.cacheTorchCode());
        attributes.put("form", LinearForm.PLAIN.code());
        attributes.put("aligned", keyBlock > 1 ? keyBlock : 0);
        attributes.put("heads", spec.heads());
        attributes.put("key_value_heads", spec.keyValueHeads());
        attributes.put("head_size", spec.headSize());
        attributes.put("epsilon", spec.epsilon());
        attributes.put("log_n_from", spec.logNFrom());
        attributes.put("angle_dtype", spec.rope().roundsAngles() ? precision.torchCode() : Precision.FP32.torchCode());
        List.of("layers", "output", "frequencies", "cache", "trial").forEach(name -> attributes.put(name, List.of()));
        List.of("files", "named", "ends").forEach(name -> attributes.put(name, Map.of()));
        return attributes;
    }

    private static void addRotary(TorchProgram program, ModelSpec spec) {
        program.call("add_rotary", new RopeBands(spec).bases());
        if (spec.rope().scaling() instanceof RopeScaling.Llama3 llama3) {
            program.call(
                    "scale_rotary",
                    llama3.factor(),
                    llama3.lowFrequencyFactor(),
                    llama3.highFrequencyFactor(),
                    llama3.originalPositions());
        }
    }

    private static String describe(ModelFolder folder, String device, Precision precision, KvLayout layout) {
        long kvBytes = layout.tokens() * folder.spec().kvNumbersPerToken() * precision.cacheBytes();
        return String.format(
                "%,d parameters on %s in %s; KV cache of %d slots of %d tokens, %,d MiB",
                folder.checkpoint().parameters(),
                device,
                precision.label(),
                layout.slots(),
                layout.slotTokens(),
                kvBytes >> 20);
    }

    /** libtorch's name of the device that it runs on: {@code cpu} or {@code cuda:N}. */
    public String device() {
        return device;
    }

    /** What the layers compute in, never {@link Precision#AUTO}. */
    public Precision precision() {
        return precision;
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

    @Override
    public StepOutcome run(StepPlan plan) {
        double[] chosen = program.callForNumbers("step", new StepArguments(plan).forStep());
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

    /** The program itself, for tests that look inside a step. */
    TorchProgram program() {
        return program;
    }

    @Override
    public void close() {
        program.close();
    }
}
