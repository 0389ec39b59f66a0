package org.honyaku.model;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.honyaku.model.Checkpoint.Weight;

/**
 * Hands the weight files to the program, which maps them into memory; layer by layer, so that what a layer does not need in its final
 * form is gone before the next one comes.
 */
final class WeightBinder {

    private final TorchProgram program;
    private final ModelFolder folder;
    private final List<String> notFinite = new ArrayList<>();

    WeightBinder(TorchProgram program, ModelFolder folder) {
        this.program = program;
        this.folder = folder;
    }

    /** @throws ModelFolderException naming every tensor that holds a NaN or an infinity */
    void bind() {
        IntStream.range(0, folder.spec().layers()).forEach(layer -> {
            bindAll(layer);
            program.call("add_layer");
        });
        bindAll(NamedTensor.NO_LAYER);
        program.call("add_ends");
        if (!notFinite.isEmpty()) {
            throw new ModelFolderException(folder.path(), notFinite);
        }
    }

    private void bindAll(int layer) {
        folder.checkpoint().weights().stream()
                .filter(weight -> weight.tensor().layer() == layer)
                .forEach(this::bind);
    }

    private void bind(Weight weight) {
        StoredTensor stored = weight.stored();
        Safetensors file = folder.checkpoint().files().get(weight.file());
        boolean finite = program.callForFlag(
                "bind",
                weight.tensor().weight(),
                file.file().toString(),
                file.size(),
                stored.offset(),
                stored.type().torchCode(),
                stored.type().bytes(),
                stored.shape().stream().mapToLong(Long::longValue).toArray());
        if (!finite) {
            notFinite.add("tensor " + stored.name() + " holds numbers that are not finite");
        }
    }
}
