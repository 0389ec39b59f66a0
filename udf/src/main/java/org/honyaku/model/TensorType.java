package org.honyaku.model;

import java.util.Arrays;
import java.util.Optional;

/** Element types of a safetensors file. */
enum TensorType {
    F64(8, -1),
    F32(4, 6),
    F16(2, 5),
    BF16(2, 15),
    I64(8, -1),
    I32(4, -1),
    I16(2, -1),
    I8(1, -1),
    U64(8, -1),
    U32(4, -1),
    U16(2, -1),
    U8(1, -1),
    BOOL(1, -1),
    F8_E4M3(1, -1),
    F8_E5M2(1, -1);

    private final int bytes;
    private final int torchCode;

    TensorType(int bytes, int torchCode) {
        this.bytes = bytes;
        this.torchCode = torchCode;
    }

    static Optional<TensorType> named(String name) {
        return Arrays.stream(values()).filter(type -> type.name().equals(name)).findFirst();
    }

    /** Bytes of one element. */
    int bytes() {
        return bytes;
    }

    /** Whether weights may be stored in it. */
    boolean holdsWeights() {
        return torchCode >= 0;
    }

    /** libtorch's number for it (c10::ScalarType). */
    int torchCode() {
        return torchCode;
    }
}
