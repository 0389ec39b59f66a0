package org.honyaku.model;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Chooses the form of linear layers by trials on this machine, of a second at most for billions of parameters: CPUs differ. A form that one has no
 * instructions for may be computed a thousand times more slowly, or wrongly: before VNNI, two products of bytes are summed in 16 bits, and what
 * does not fit is cut off without a word. And a kernel may sum many rows in another order than few.
 *
 * <p>What is tried are the model's own shapes, by as many threads as the caller has, which should be those of a lane.
 */
final class FormChoice {

    private static final Logger LOG = LoggerFactory.getLogger(FormChoice.class);

    /** Rows of a step in which many sequences decode, and of a prompt. A sequence's outputs are about as many as the tokens of its prompt. */
    private static final int[] ROWS = {64, 256};

    /** Of a wider layer only so many outputs are tried: each takes as long as any other. */
    private static final int MOST_OUTPUTS = 4096;

    /** A form that is so much slower with a single row than another, be that one right or wrong, is not tried with many. */
    private static final int HOPELESS = 20;

    private static final int RUNS = 3;

    private final TorchProgram program;
    private final List<LayerShape> shapes;

    /** @param shapes of the model's layers */
    FormChoice(TorchProgram program, List<LayerShape> shapes) {
        this.program = program;
        this.shapes = List.copyOf(shapes);
    }

    /**
     * The fastest form that is computed rightly here; in int8 with weights of 8 bits if possible, else of 7.
     *
     * @throws IllegalArgumentException if int8 is exact in none, with a sentence for the user
     */
    LinearForm of(Arithmetic arithmetic) {
        if (!arithmetic.device().equals("cpu")) {
            return LinearForm.PLAIN;
        }
        return arithmetic.layers() == Precision.INT8 ? ofInt8() : ofPacked();
    }

    private LinearForm ofPacked() {
        return Stream.of(LinearForm.PACKED, LinearForm.PACKED_FOR_FEW_ROWS)
                .filter(form -> program.callForFlag("keeps_order", form.code()))
                .findFirst()
                .orElseGet(() -> {
                    LOG.warn("on this CPU the last bits of a row depend on how many others are beside it");
                    return LinearForm.PACKED_FOR_FEW_ROWS;
                });
    }

    private LinearForm ofInt8() {
        return fastest(List.of(LinearForm.UNSIGNED_INT8, LinearForm.SIGNED_INT8))
                .or(() -> {
                    LOG.info("this CPU multiplies int8 exactly only with weights of 7 bits");
                    return fastest(List.of(LinearForm.NARROW_INT8));
                })
                .orElseThrow(() -> new IllegalArgumentException("this CPU does not multiply int8 exactly; take fp32"));
    }

    private Optional<LinearForm> fastest(List<LinearForm> candidates) {
        Optional<LinearForm> fastest = Optional.empty();
        long lone = Long.MAX_VALUE / HOPELESS;
        double least = Double.MAX_VALUE;
        for (LinearForm form : candidates) {
            LayerShape first = shapes.get(0);
            prepare(form, first);
            long nanos = nanos(first, 1);
            if (nanos <= HOPELESS * lone) {
                OptionalDouble perToken = nanosPerToken(form);
                if (perToken.orElse(Double.MAX_VALUE) < least) {
                    fastest = Optional.of(form);
                    least = perToken.getAsDouble();
                }
            }
            lone = Math.min(lone, nanos);
        }
        double micros = least / 1000;
        fastest.ifPresent(form ->
                LOG.info("linear layers as {}: {} µs a token of prompt and output", form.label(), Math.round(micros)));
        return fastest;
    }

    /** What a token of a prompt and one of an output take in all layers; empty if a sum comes out wrong. */
    private OptionalDouble nanosPerToken(LinearForm form) {
        double sum = 0;
        for (LayerShape shape : shapes) {
            if (!isExact(form, shape)) {
                return OptionalDouble.empty();
            }
            double share = (double) shape.outputs() / outputs(shape) * shape.count();
            sum += IntStream.of(ROWS)
                    .mapToDouble(rows -> share * nanos(shape, rows) / rows)
                    .sum();
        }
        return OptionalDouble.of(sum);
    }

    /** Whether sums that are as large as they can be come out right, in a layer that is ready for more of this shape afterwards. */
    boolean isExact(LinearForm form, LayerShape shape) {
        prepare(form, shape);
        return isRight(shape, 1) && IntStream.of(ROWS).allMatch(rows -> isRight(shape, rows));
    }

    private void prepare(LinearForm form, LayerShape shape) {
        program.call("prepare_trial", form.code(), shape.inputs(), outputs(shape));
    }

    private static int outputs(LayerShape shape) {
        return Math.min(MOST_OUTPUTS, shape.outputs());
    }

    private boolean isRight(LayerShape shape, int rows) {
        return program.callForFlag("run_trial", rows, shape.inputs());
    }

    /** Of the layer that is prepared. */
    private long nanos(LayerShape shape, int rows) {
        return IntStream.range(0, RUNS)
                .mapToLong(run -> {
                    long start = System.nanoTime();
                    isRight(shape, rows);
                    return System.nanoTime() - start;
                })
                .min()
                .orElseThrow();
    }
}
