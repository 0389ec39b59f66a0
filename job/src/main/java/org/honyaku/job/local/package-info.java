/**
 * The commands that need no Spark: one model in this process, JSON lines in and out. Uses the rooms of text, engine and model directly.
 */
@NullMarked
package org.honyaku.job.local;

import org.jspecify.annotations.NullMarked;
