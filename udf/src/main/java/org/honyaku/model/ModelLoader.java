package org.honyaku.model;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.honyaku.engine.KvLayout;

/** The way from a checked model folder to a model in libtorch: where it runs, in what arithmetic, its weights and its KV cache. */
final class ModelLoader {

    private final ModelFolder folder;
    private final ModelOptions options;
    private final ModelSpec spec;

    ModelLoader(ModelFolder folder, ModelOptions options) {
        this.folder = folder;
        this.options = options;
        this.spec = folder.spec();
    }

    /** See {@link TorchLanguageModel#load}. */
    TorchLanguageModel load() {
        TorchEngine.start(options.cores());
        String device = options.device().resolve(TorchEngine.gpus());
        Arithmetic arithmetic = Arithmetic.choose(
                device, options.precision(), folder.checkpoint().isStoredIn16Bits(), TorchEngine.isFastInBf16(device));
        KvLayout layout = layout(arithmetic);
        TorchProgram program = TorchProgram.load(attributes(arithmetic));
        try {
            LinearForm form = choose(program, arithmetic, options.cores() / layout.lanes());
            program.call("use", form.code());
            new WeightBinder(program, folder).bind();
            addRotary(program);
            program.call("reserve", layout.tokens());
            return new TorchLanguageModel(folder, layout, options.cores() / layout.lanes(), program, arithmetic, form);
        } catch (RuntimeException | Error e) {
            program.close();
            throw e;
        }
    }

    /** Alone on its thread, as a lane will be; the rest of loading has all cores. */
    private LinearForm choose(TorchProgram program, Arithmetic arithmetic, int threadsOfLane) {
        TorchEngine.useThreads(threadsOfLane);
        try {
            return new FormChoice(program, LayerShape.of(spec)).of(arithmetic);
        } finally {
            TorchEngine.useThreads(options.cores());
        }
    }

    private KvLayout layout(Arithmetic arithmetic) {
        long weights = folder.checkpoint().parameters() * arithmetic.layers().bytes();
        long free = TorchEngine.freeMemory(arithmetic.device()) - weights;
        long bytesPerToken = arithmetic.bytesPerToken(spec);
        int cores = arithmetic.device().equals("cpu") ? options.cores() : 1;
        return new KvBudget((long) (free * options.memoryShare()), bytesPerToken, spec.maxPositions(), cores)
                .layout(options.slots(), options.slotTokens())
                .withKeyBlock(arithmetic.keyBlock());
    }

    private Map<String, Object> attributes(Arithmetic arithmetic) {
        int dtype = arithmetic.layers().torchCode();
        int keyBlock = arithmetic.keyBlock();
        Map<String, Object> attributes = new LinkedHashMap<>();
        attributes.put("training", false);
        attributes.put("device", arithmetic.device());
        attributes.put("dtype", dtype);
        attributes.put("cache_dtype", arithmetic.cache().torchCode());
        attributes.put("form", LinearForm.PLAIN.code());
        attributes.put("aligned", keyBlock > 1 ? keyBlock : 0);
        attributes.put("heads", spec.heads());
        attributes.put("key_value_heads", spec.keyValueHeads());
        attributes.put("head_size", spec.headSize());
        attributes.put("epsilon", spec.epsilon());
        attributes.put("log_n_from", spec.logNFrom());
        attributes.put("angle_dtype", spec.rope().roundsAngles() ? dtype : Precision.FP32.torchCode());
        List.of("layers", "output", "frequencies", "cache", "trial").forEach(name -> attributes.put(name, List.of()));
        List.of("files", "named", "ends").forEach(name -> attributes.put(name, Map.of()));
        return attributes;
    }

    private void addRotary(TorchProgram program) {
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
}
