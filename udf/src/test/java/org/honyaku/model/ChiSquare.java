package org.honyaku.model;

import java.util.ArrayList;
import java.util.List;

/**
 * Pearson's chi-square statistic.
 *
 * @param degrees of freedom
 */
record ChiSquare(double statistic, int degrees) {

    private static final double LEAST_EXPECTED = 5;
    /** Quantile of the normal distribution at 0.999. */
    private static final double NORMAL_QUANTILE = 3.0902;

    /** Cells that expect fewer than five draws are counted as one. */
    static ChiSquare of(long[] drawn, double[] chances) {
        double total = 0;
        for (long count : drawn) {
            total += count;
        }
        List<double[]> cells = new ArrayList<>();
        double[] rare = new double[2];
        for (int i = 0; i < drawn.length; i++) {
            double expected = chances[i] * total;
            if (expected >= LEAST_EXPECTED) {
                cells.add(new double[] {drawn[i], expected});
            } else {
                rare[0] += drawn[i];
                rare[1] += expected;
            }
        }
        if (rare[1] > 0) {
            cells.add(rare);
        } else if (rare[0] > 0) {
            return new ChiSquare(Double.POSITIVE_INFINITY, 1);
        }
        double statistic = 0;
        for (double[] cell : cells) {
            statistic += (cell[0] - cell[1]) * (cell[0] - cell[1]) / cell[1];
        }
        return new ChiSquare(statistic, cells.size() - 1);
    }

    /** What right draws exceed once in a thousand times (approximation of Wilson and Hilferty, 1931). */
    double critical() {
        double spread = 2.0 / (9 * degrees);
        return degrees * Math.pow(1 - spread + NORMAL_QUANTILE * Math.sqrt(spread), 3);
    }
}
