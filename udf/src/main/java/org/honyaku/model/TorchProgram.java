package org.honyaku.model;

import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;

/**
 * The TorchScript program in libtorch. Java hands it numbers and lists of numbers and gets such back; tensors never leave it, so there
 * is nothing to leak and no data type that DJL's JNI could stumble over. As thread-safe as the methods of the program: steps on different rows
 * of the cache may run at the same time.
 */
final class TorchProgram implements AutoCloseable {

    private final PtNDManager manager;
    private final PtSymbolBlock block;

    private TorchProgram(PtNDManager manager, PtSymbolBlock block) {
        this.manager = manager;
        this.block = block;
    }

    /** Compiles the program with these attributes of its main object. */
    static TorchProgram load(Map<String, Object> attributes) {
        Path archive = ProgramArchive.write(attributes);
        PtNDManager manager = TorchEngine.newManager();
        try {
            PtSymbolBlock block = JniUtils.loadModule(manager, archive, false, new String[0], new String[0], false);
            return new TorchProgram(manager, block);
        } catch (RuntimeException e) {
            manager.close();
            throw e;
        } finally {
            delete(archive);
        }
    }

    /** Calls a method that returns nothing. Arguments: String, Boolean, Integer, Long, Double, long[], double[]. */
    void call(String method, Object... arguments) {
        run(method, result -> "", arguments);
    }

    boolean callForFlag(String method, Object... arguments) {
        return run(method, IValue::toBoolean, arguments);
    }

    double[] callForNumbers(String method, Object... arguments) {
        return run(method, IValue::toDoubleArray, arguments);
    }

    private <T> T run(String method, Function<IValue, T> convert, Object... arguments) {
        IValue[] values = new IValue[arguments.length];
        try {
            for (int i = 0; i < values.length; i++) {
                values[i] = value(arguments[i]);
            }
            try (IValue result = IValueUtils.runMethod(block, method, values)) {
                return convert.apply(result);
            }
        } finally {
            for (IValue value : values) {
                if (value != null) {
                    value.close();
                }
            }
        }
    }

    private static IValue value(Object argument) {
        if (argument instanceof long[] numbers) {
            return IValue.listFrom(numbers);
        } else if (argument instanceof double[] numbers) {
            return IValue.listFrom(numbers);
        } else if (argument instanceof Integer number) {
            return IValue.from(number.longValue());
        } else if (argument instanceof Long number) {
            return IValue.from(number);
        } else if (argument instanceof Double number) {
            return IValue.from(number);
        } else if (argument instanceof Boolean flag) {
            return IValue.from(flag);
        } else if (argument instanceof String text) {
            return IValue.from(text);
        }
        throw new IllegalArgumentException("the program takes no " + argument.getClass());
    }

    /** Frees the weights, the cache and the code. */
    @Override
    public void close() {
        block.close();
        manager.close();
    }

    private static void delete(Path archive) {
        try {
            Files.delete(archive);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
