package org.honyaku.model;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where the user wants the model: a decision, never an accident. */
public sealed interface DeviceChoice {

    /** The first GPU where libtorch can use one, else the CPU. */
    record Auto() implements DeviceChoice {}

    /** The CPU, whatever else there is. */
    record Cpu() implements DeviceChoice {}

    /** A GPU by its CUDA number, from 0. */
    record Cuda(int index) implements DeviceChoice {}

    /**
     * Parses {@code auto}, {@code cpu} or {@code cuda:N}.
     *
     * @throws IllegalArgumentException for anything else, with a sentence for the user
     */
    static DeviceChoice parse(String text) {
        Matcher cuda = Pattern.compile("cuda:(\\d{1,3})").matcher(text);
        if (cuda.matches()) {
            return new Cuda(Integer.parseInt(cuda.group(1)));
        }
        return switch (text) {
            case "auto" -> new Auto();
            case "cpu" -> new Cpu();
            default ->
                throw new IllegalArgumentException(
                        "device must be auto, cpu or cuda:N (N from 0) but is \"" + text + "\"");
        };
    }

    /**
     * libtorch's name of the device to use: {@code cpu} or {@code cuda:N}.
     *
     * @param gpus how many GPUs libtorch can use
     * @throws IllegalArgumentException where there is no such device, with a sentence for the user
     */
    default String resolve(int gpus) {
        if (this instanceof Auto) {
            return gpus > 0 ? "cuda:0" : "cpu";
        }
        if (this instanceof Cuda cuda) {
            if (cuda.index() >= gpus) {
                throw new IllegalArgumentException(
                        "device cuda:" + cuda.index() + " does not exist; there is " + available(gpus));
            }
            return "cuda:" + cuda.index();
        }
        return "cpu";
    }

    private static String available(int gpus) {
        return switch (gpus) {
            case 0 -> "only cpu (libtorch sees no CUDA device)";
            case 1 -> "cpu and cuda:0";
            default -> "cpu and cuda:0 to cuda:" + (gpus - 1);
        };
    }
}
