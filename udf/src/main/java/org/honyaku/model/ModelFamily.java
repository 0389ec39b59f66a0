package org.honyaku.model;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** An architecture that can be computed: how its config.json is read and what its tensors are called. */
sealed interface ModelFamily permits Llama, Qwen1, Qwen2, Qwen3 {

    List<ModelFamily> KNOWN = List.of(new Llama(), new Qwen1(), new Qwen2(), new Qwen3());

    static Optional<ModelFamily> ofType(String modelType) {
        return KNOWN.stream()
                .filter(family -> family.modelType().equals(modelType))
                .findFirst();
    }

    /** All known values of model_type, for messages. */
    static String knownTypes() {
        return KNOWN.stream().map(ModelFamily::modelType).collect(Collectors.joining(", "));
    }

    /** As config.json states it. */
    String modelType();

    /** Reads what config.json says; what is missing, absurd or not computed here becomes a problem of the reader. */
    ModelSpec spec(JsonReader config);

    /** Every tensor that the weight files must hold. */
    List<NamedTensor> tensors(ModelSpec spec);
}
