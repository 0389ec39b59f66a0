package org.honyaku.model;

import ai.djl.pytorch.jni.JniUtils;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Adds up what steps spend their time on, by the trace that libtorch's profiler writes of each. The profiler watches the thread that starts
 * it, so it is started and stopped around each step. Used by the threads that run the steps; the sums may be read after a step by others.
 */
final class StepProfiler {

    /** Operators of all forms of linear layers; none calls another of them. */
    private static final Set<String> LINEAR =
            Set.of("aten::linear", "mkldnn::_linear_pointwise", "onednn::qlinear_pointwise");
    /** Scopes of the program. */
    private static final String ATTENTION = "honyaku.attention";

    private static final String SAMPLING = "honyaku.sampling";
    private static final double MICROS_PER_SECOND = TimeUnit.SECONDS.toMicros(1);
    private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final JsonMapper JSON = new JsonMapper();

    private StepTimes times = StepTimes.NONE;

    /** Of all steps that were watched. */
    synchronized StepTimes times() {
        return times;
    }

    /** What {@code step} returns; what it throws is thrown here, and not counted. */
    <T> T watch(Supplier<T> step) {
        try {
            Path trace = Files.createTempFile("honyaku-step", ".json");
            try {
                return watch(step, trace);
            } finally {
                Files.delete(trace);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the profiler's trace can be neither written nor read", e);
        }
    }

    private <T> T watch(Supplier<T> step, Path trace) throws IOException {
        T result;
        double seconds;
        JniUtils.startProfile(false, false, false);
        try {
            long start = System.nanoTime();
            result = step.get();
            seconds = (System.nanoTime() - start) / NANOS_PER_SECOND;
        } finally {
            JniUtils.stopProfile(trace.toString());
        }
        add(read(trace, seconds));
        return result;
    }

    private synchronized void add(StepTimes step) {
        times = times.plus(step);
    }

    /** The trace is a list of calls, in the form of Chrome's traces: {@code name}, and {@code dur} in microseconds. */
    private static StepTimes read(Path trace, double all) throws IOException {
        double linear = 0;
        double attention = 0;
        double sampling = 0;
        for (JsonNode call : JSON.readTree(trace.toFile())) {
            String name = call.path("name").asText();
            double seconds = call.path("dur").asDouble() / MICROS_PER_SECOND;
            if (LINEAR.contains(name)) {
                linear += seconds;
            } else if (name.equals(ATTENTION)) {
                attention += seconds;
            } else if (name.equals(SAMPLING)) {
                sampling += seconds;
            }
        }
        return new StepTimes(linear, attention, sampling, all);
    }
}
