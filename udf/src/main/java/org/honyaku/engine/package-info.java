/**
 * Who decides: requests, the scheduler, the slots of the KV cache and the sampling policy, in integers only. Pure Java: imports neither Spark, DJL nor any other room.
 */
@NullMarked
package org.honyaku.engine;

import org.jspecify.annotations.NullMarked;
