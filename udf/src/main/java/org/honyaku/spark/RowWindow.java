package org.honyaku.spark;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.spark.sql.Row;
import org.honyaku.spark.RowTranslator.Started;

/**
 * Rows on their way through the engine: texts go in ahead of the results that are asked for, rows come out in input order.
 *
 * <p>Two bounds keep memory flat: at most {@link RowTranslator#usefulInFlight} texts are with the engine at once, and at most
 * {@value #HELD_PER_IN_FLIGHT} times as many rows are held, most of them done and waiting for a slower one before them. So one row
 * that generates to the very end does not stop the others, and the engine is not left without work.
 *
 * <p>Used by the task's thread. Closing it before the end takes back what is still with the engine.
 */
final class RowWindow implements Iterator<Row>, AutoCloseable {

    private static final int HELD_PER_IN_FLIGHT = 16;

    /** Most sentences of a fast model are done by then, and whoever sends a signal still sees the process end in good time. */
    private static final Duration LAST_CHANCE = Duration.ofSeconds(10);

    private final Iterator<Row> rows;
    private final int textIndex;
    private final RowSchema schema;
    private final RowTranslator translator;
    private final StopSignal stop;
    private final Deque<HeldRow> held = new ArrayDeque<>();
    private final InFlight inFlight = new InFlight();

    RowWindow(Iterator<Row> rows, int textIndex, RowSchema schema, RowTranslator translator, StopSignal stop) {
        this.rows = rows;
        this.textIndex = textIndex;
        this.schema = schema;
        this.translator = translator;
        this.stop = stop;
    }

    private record HeldRow(Row row, Started started) {}

    /** Waits for the next row. False at the end, or when the task was told to stop and every row that is done has been taken. */
    @Override
    public boolean hasNext() {
        fill();
        while (!held.isEmpty() && !held.element().started().isDone()) {
            if (stop.isRaised()) {
                leaveUndone();
            } else {
                inFlight.awaitOneDone();
                fill();
            }
        }
        return !held.isEmpty();
    }

    @Override
    public Row next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        HeldRow first = held.remove();
        return schema.append(first.row(), translator.finish(first.started()));
    }

    private void fill() {
        while (hasRoom() && !stop.isRaised() && rows.hasNext()) {
            Row row = rows.next();
            translator.start(row.getString(textIndex)).ifPresent(started -> {
                inFlight.add(started);
                held.add(new HeldRow(row, started));
            });
        }
    }

    /** Gives the texts under way a last chance, and takes back those that are not done then. */
    private void leaveUndone() {
        long end = System.nanoTime() + LAST_CHANCE.toNanos();
        while (inFlight.size() > 0 && System.nanoTime() < end) {
            inFlight.awaitOneDone();
        }
        held.stream().filter(row -> !row.started().isDone()).forEach(row -> row.started()
                .cancel());
        held.removeIf(row -> row.started().isCancelled());
    }

    /** Leaves the engine to the other tasks. */
    @Override
    public void close() {
        for (HeldRow row : held) {
            row.started().cancel();
        }
        held.clear();
        translator.close();
    }

    private boolean hasRoom() {
        int useful = translator.usefulInFlight();
        return held.isEmpty() || (inFlight.size() < useful && held.size() < HELD_PER_IN_FLIGHT * useful);
    }
}
