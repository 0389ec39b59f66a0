package org.honyaku.engine;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Tells a witness of the rows of all lanes together, whenever those of one have changed. Thread-safe. */
final class WitnessedRows {

    private final StepWitness witness;
    private final List<List<Long>> rowsOfLanes;

    WitnessedRows(StepWitness witness, int lanes) {
        this.witness = witness;
        this.rowsOfLanes = new ArrayList<>(Collections.nCopies(lanes, List.of()));
    }

    /** Returns when the witness knows. */
    synchronized void computes(int lane, List<Long> rows) {
        if (!rows.equals(rowsOfLanes.set(lane, rows))) {
            witness.computes(rowsOfLanes.stream().flatMap(List::stream).toList());
        }
    }

    synchronized void failed(Throwable failure) {
        witness.failed(failure);
    }
}
