/**
 * The settings of every command: one table of names, types, defaults and explanations, and one way to read them (defaults, then the
 * file, then {@code --set}, then flags). Knows neither picocli nor Spark.
 */
@NullMarked
package org.honyaku.job.config;

import org.jspecify.annotations.NullMarked;
