package org.honyaku.model;

import java.util.List;

/**
 * Where a tensor lies in its file.
 *
 * @param offset first byte, counted from the beginning of the file
 * @param bytes its length
 */
record StoredTensor(String name, TensorType type, List<Long> shape, long offset, long bytes) {

    StoredTensor {
        shape = List.copyOf(shape);
    }
}
