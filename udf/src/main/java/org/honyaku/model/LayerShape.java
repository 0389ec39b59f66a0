package org.honyaku.model;

import java.util.List;

/**
 * A linear layer's weight, [outputs, inputs].
 *
 * @param count how many of this shape a token goes through
 */
record LayerShape(int inputs, int outputs, int count) {

    /** All linear layers of a model. */
    static List<LayerShape> of(ModelSpec spec) {
        int queries = spec.heads() * spec.headSize();
        int keysAndValues = 2 * spec.keyValueHeads() * spec.headSize();
        return List.of(
                new LayerShape(spec.hidden(), queries + keysAndValues, spec.layers()),
                new LayerShape(queries, spec.hidden(), spec.layers()),
                new LayerShape(spec.hidden(), spec.mlpWidth(), 2 * spec.layers()),
                new LayerShape(spec.mlpWidth(), spec.hidden(), spec.layers()),
                new LayerShape(spec.hidden(), spec.vocabulary(), 1));
    }
}
