/**
 * Folders that one run at a time writes to and that readers see whole. Knows Hadoop's file systems, the ends of
 * Parquet files and the C library, nothing of Spark and nothing of translating.
 */
@NullMarked
package org.honyaku.job.storage;

import org.jspecify.annotations.NullMarked;
