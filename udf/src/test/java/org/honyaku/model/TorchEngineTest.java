package org.honyaku.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.management.MemoryUsage;
import org.junit.jupiter.api.Test;

class TorchEngineTest {

    /** As DJL describes a GPU of 80 GiB of which 1 GiB is in use: it gives what is in use twice. */
    @Test
    void whatAGpuHasFreeIsWhatNobodyUses() {
        long gibibyte = 1L << 30;
        MemoryUsage described = new MemoryUsage(-1, gibibyte, gibibyte, 80 * gibibyte);
        assertEquals(79 * gibibyte, TorchEngine.free(described));
    }
}
