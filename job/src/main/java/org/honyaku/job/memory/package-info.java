/**
 * The translation memory: every translation once under its key, in Parquet, written wave by wave and read by Spark's joins. Knows
 * nothing of runs, corpora or outputs.
 */
@NullMarked
package org.honyaku.job.memory;

import org.jspecify.annotations.NullMarked;
