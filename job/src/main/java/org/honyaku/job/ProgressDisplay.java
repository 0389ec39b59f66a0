package org.honyaku.job;

import java.io.PrintStream;

/**
 * Where and how a run shows that it gets on.
 *
 * @param out mostly standard error, so that standard output stays clean
 * @param terminal true: one bar that updates itself; false: a line every ten seconds
 */
public record ProgressDisplay(PrintStream out, boolean terminal) {}
