package org.honyaku.model;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.honyaku.engine.KvLayout;

/** The way from a checked model folder to a model in libtorch: where it runs, in what arithmetic, its weights and its KV cache. */
final class ModelLoader {

    /**
     * In float32 the CPU's matrix products sum in another order for another shape, so each token attends in shapes that depend on its own
     * position alone. In bfloat16 the order does not depend on the shape.
     */
    private static final int EXACT_BLOCK = 32;

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
        TorchEngine.start(options.threads());
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
        TorchProgram program = TorchProgram.load(attributes(device, precision, keyBlock));
        try {
            LinearForm form = new FormChoice(program, spec.hidden()).among(LinearForm.candidates(device, precision));
            program.call("use", form.code());
            new WeightBinder(program, folder).bind();
            addRotary(program);
            program.call("reserve", layout.tokens());
            return new TorchLanguageModel(folder, layout, program, device, precision, form);
        } catch (RuntimeException e) {
            program.close();
            throw e;
        }
    }

    private Map<String, Object> attributes(String device, Precision precision, int keyBlock) {
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
