package org.honyaku.model;

import java.util.List;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Chooses between forms of linear layers by a trial on this machine: CPUs differ by factors, and a form that one has no instructions for
 * is computed a thousand times more slowly, but as correctly. Takes a fraction of a second.
 */
final class FormChoice {

    private static final Logger LOG = LoggerFactory.getLogger(FormChoice.class);

    /** Rows of a step in which many sequences decode. */
    private static final int ROWS = 64;
    /** A form that is so much slower with a single row is not tried with many. */
    private static final int HOPELESS = 20;

    private static final int RUNS = 5;

    private final TorchProgram program;
    private final int width;

    /** @param width inputs and outputs of the layer that is tried */
    FormChoice(TorchProgram program, int width) {
        this.program = program;
        this.width = width;
    }

    /** The fastest of {@code candidates}. */
    LinearForm among(List<LinearForm> candidates) {
        LinearForm fastest = candidates.get(0);
        if (candidates.size() > 1) {
            long lone = nanos(fastest, 1);
            long many = nanos(fastest, ROWS);
            for (LinearForm form : candidates.subList(1, candidates.size())) {
                long nanos = nanos(form, 1) > HOPELESS * lone ? Long.MAX_VALUE : nanos(form, ROWS);
                if (nanos < many) {
                    fastest = form;
                    many = nanos;
                }
            }
            LOG.info(
                    "linear layers as {}: {} µs for {} rows of {} x {}",
                    fastest.label(),
                    many / 1000,
                    ROWS,
                    width,
                    width);
        }
        return fastest;
    }

    private long nanos(LinearForm form, int rows) {
        program.call("prepare_trial", form.code(), width);
        return IntStream.range(0, RUNS)
                .mapToLong(run -> {
                    long start = System.nanoTime();
                    if (!program.callForFlag("run_trial", rows)) {
                        throw new IllegalStateException(
                                "a layer of ones does not give finite numbers as " + form.label());
                    }
                    return System.nanoTime() - start;
                })
                .min()
                .orElseThrow();
    }
}
