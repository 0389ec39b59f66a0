package org.honyaku.model;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Which architectures can be computed: how a family's config.json is read and what its tensors are called. */
public enum ModelFamily {
    /** Qwen, first generation: Qwen-7B, nekomata. */
    QWEN1("qwen") {
        @Override
        ModelSpec read(JsonReader config) {
            return Qwen1.spec(config);
        }

        @Override
        List<NamedTensor> tensors(ModelSpec spec) {
            return Qwen1.tensors(spec);
        }
    };

    private final String modelType;

    ModelFamily(String modelType) {
        this.modelType = modelType;
    }

    static Optional<ModelFamily> ofType(String modelType) {
        return Arrays.stream(values())
                .filter(family -> family.modelType.equals(modelType))
                .findFirst();
    }

    /** All known values of model_type, for messages. */
    static String knownTypes() {
        return Arrays.stream(values()).map(family -> family.modelType).collect(Collectors.joining(", "));
    }

    abstract ModelSpec read(JsonReader config);

    /** Every tensor that the weight files must hold. */
    abstract List<NamedTensor> tensors(ModelSpec spec);
}
