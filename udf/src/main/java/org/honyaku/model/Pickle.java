package org.honyaku.model;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Writes the few pickles that a TorchScript archive needs (Python's pickle protocol 2). */
final class Pickle {

    private static final int PROTOCOL = 0x80;
    private static final int NEW_OBJECT = 0x81;
    private static final int TRUE = 0x88;
    private static final int FALSE = 0x89;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private Pickle() {
        out.write(PROTOCOL);
        out.write(2);
    }

    static byte[] emptyTuple() {
        Pickle pickle = new Pickle();
        pickle.out.write(')');
        return pickle.stop();
    }

    /** An object of class {@code module.name}, its state a dictionary of strings, ints, doubles, booleans, empty lists and empty maps. */
    static byte[] object(String module, String name, Map<String, Object> state) {
        Pickle pickle = new Pickle();
        pickle.out.writeBytes(("c" + module + "\n" + name + "\n)").getBytes(StandardCharsets.US_ASCII));
        pickle.out.write(NEW_OBJECT);
        pickle.out.write('}');
        pickle.out.write('(');
        state.forEach((key, value) -> {
            pickle.string(key);
            pickle.value(value);
        });
        pickle.out.write('u');
        pickle.out.write('b');
        return pickle.stop();
    }

    private byte[] stop() {
        out.write('.');
        return out.toByteArray();
    }

    private void value(Object value) {
        if (value instanceof String text) {
            string(text);
        } else if (value instanceof Integer number) {
            out.write('J');
            out.writeBytes(littleEndian(number));
        } else if (value instanceof Double number) {
            out.write('G');
            out.writeBytes(ByteBuffer.allocate(Double.BYTES).putDouble(number).array());
        } else if (value instanceof Boolean flag) {
            out.write(flag ? TRUE : FALSE);
        } else if (value instanceof List<?> list && list.isEmpty()) {
            out.write(']');
        } else if (value instanceof Map<?, ?> map && map.isEmpty()) {
            out.write('}');
        } else {
            throw new IllegalArgumentException("no pickle for " + value);
        }
    }

    private void string(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        out.write('X');
        out.writeBytes(littleEndian(utf8.length));
        out.writeBytes(utf8);
    }

    private static byte[] littleEndian(int number) {
        return ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(number)
                .array();
    }
}
