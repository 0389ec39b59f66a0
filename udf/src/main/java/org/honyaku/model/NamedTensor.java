package org.honyaku.model;

import java.util.List;

/**
 * A tensor that a checkpoint must hold.
 *
 * @param name in the weight files
 * @param layer the transformer layer it belongs to, counted from 0; {@link #NO_LAYER} for embedding, last norm and output layer
 * @param weight what the program calls it
 */
record NamedTensor(String name, int layer, String weight, List<Long> shape) {

    static final int NO_LAYER = -1;

    NamedTensor {
        shape = List.copyOf(shape);
    }
}
