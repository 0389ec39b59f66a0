/**
 * Corpora in text files: bytes to lines, lines to records, and what is wrong with those that are none. Knows neither Spark nor the
 * job; a file is an {@link java.io.InputStream} and a name.
 */
@NullMarked
package org.honyaku.job.input;

import org.jspecify.annotations.NullMarked;
