package org.honyaku.engine;

/**
 * A step that a lane of the model is at.
 *
 * @param startedNanos by {@link System#nanoTime}
 * @param tokens that it computes
 */
public record RunningStep(long startedNanos, int tokens) {}
