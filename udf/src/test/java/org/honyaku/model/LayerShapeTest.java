package org.honyaku.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LayerShapeTest {

    private static List<String> folders() {
        return Golden.FOLDERS;
    }

    /** All weights of two dimensions are linear layers, but for the embedding, which is one where it is the output layer, too. */
    @ParameterizedTest
    @MethodSource("folders")
    void theShapesAreThoseOfTheCheckpoint(String name) {
        ModelFolder folder = ModelFolder.open(Golden.path(name));
        long numbers = LayerShape.of(folder.spec()).stream()
                .mapToLong(shape -> (long) shape.inputs() * shape.outputs() * shape.count())
                .sum();
        long matrices = folder.checkpoint().weights().stream()
                .map(Checkpoint.Weight::tensor)
                .filter(tensor -> tensor.shape().size() == 2)
                .mapToLong(NamedTensor::elements)
                .sum();
        long embedding = (long) folder.spec().vocabulary() * folder.spec().hidden();

        assertThat(numbers).isEqualTo(folder.spec().tiedOutput() ? matrices : matrices - embedding);
    }
}
