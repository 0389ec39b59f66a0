/**
 * Rows to requests and back on an executor: the partition function, one engine per JVM and device, the row schema. The only room of this module that imports Spark.
 */
@NullMarked
package org.honyaku.spark;

import org.jspecify.annotations.NullMarked;
