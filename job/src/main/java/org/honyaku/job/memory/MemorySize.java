package org.honyaku.job.memory;

/** How large a memory is, in Parquet files. */
record MemorySize(long files, long bytes) {}
