package org.honyaku.model;

import java.util.List;
import java.util.stream.LongStream;

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

    static NamedTensor inLayer(int layer, String name, String weight, long... shape) {
        return new NamedTensor(name, layer, weight, LongStream.of(shape).boxed().toList());
    }

    /** A tensor before the first layer or after the last one. */
    static NamedTensor atTheEnds(String name, String weight, long... shape) {
        return inLayer(NO_LAYER, name, weight, shape);
    }

    /** How many numbers it holds. */
    long elements() {
        return shape.stream().reduce(1L, Math::multiplyExact);
    }
}
