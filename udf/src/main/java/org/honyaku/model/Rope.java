package org.honyaku.model;

/**
 * A model's rotary embedding.
 *
 * @param base of the angles' geometric row
 * @param roundsAngles whether the reference rounds sines and cosines to the type of the model before it turns queries and keys by them;
 *     a difference in bfloat16 only
 */
record Rope(double base, RopeScaling scaling, boolean roundsAngles) {}
