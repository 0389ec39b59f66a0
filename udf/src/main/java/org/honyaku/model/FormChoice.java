package org.honyaku.model;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Chooses the form of linear layers by trials on this machine, of a fraction of a second: CPUs differ. A form that one has no instructions
 * for may be computed a thousand times more slowly, or wrongly: before VNNI, two products of bytes are summed in 16 bits, and what does not
 * fit is cut off without a word. And a kernel may sum many rows in another order than few.
 */
final class FormChoice {

    private static final Logger LOG = LoggerFactory.getLogger(FormChoice.class);

    /** Rows of a step in which many sequences decode. */
    private static final int ROWS = 64;
    /** A form that is so much slower with a single row than another, be that one right or wrong, is not tried with many. */
    private static final int HOPELESS = 20;

    private static final int RUNS = 5;

    private final TorchProgram program;
    private final int width;

    /** @param width inputs and outputs of the layer that is tried */
    FormChoice(TorchProgram program, int width) {
        this.program = program;
        this.width = width;
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

    /** Whether sums that are as large as they can be come out right. */
    boolean isExact(LinearForm form) {
        prepare(form);
        return isExact();
    }

    private boolean isExact() {
        return program.callForFlag("run_trial", 1) && program.callForFlag("run_trial", ROWS);
    }

    private void prepare(LinearForm form) {
        program.call("prepare_trial", form.code(), width);
    }

    private Optional<LinearForm> fastest(List<LinearForm> candidates) {
        Optional<LinearForm> fastest = Optional.empty();
        long lone = Long.MAX_VALUE / HOPELESS;
        long many = Long.MAX_VALUE;
        for (LinearForm form : candidates) {
            prepare(form);
            long nanos = nanos(1);
            boolean hopeless = nanos > HOPELESS * lone;
            lone = Math.min(lone, nanos);
            if (!hopeless && isExact()) {
                nanos = nanos(ROWS);
                if (nanos < many) {
                    fastest = Optional.of(form);
                    many = nanos;
                }
            }
        }
        long micros = many / 1000;
        fastest.ifPresent(form -> LOG.info(
                "linear layers as {}: {} µs for {} rows of {} x {}", form.label(), micros, ROWS, width, width));
        return fastest;
    }

    /** Of the layer that is prepared. */
    private long nanos(int rows) {
        return IntStream.range(0, RUNS)
                .mapToLong(run -> {
                    long start = System.nanoTime();
                    program.callForFlag("run_trial", rows);
                    return System.nanoTime() - start;
                })
                .min()
                .orElseThrow();
    }
}
