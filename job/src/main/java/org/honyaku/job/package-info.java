/**
 * What runs on the driver: configuration, the job from corpus to published output, and its report. Reaches the executors' rooms through {@code org.honyaku.spark}.
 */
@NullMarked
package org.honyaku.job;

import org.jspecify.annotations.NullMarked;
