package org.honyaku.model;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/** Main memory that a process may still take. */
final class HostMemory {

    private static final Path MEMINFO = Path.of("/proc/meminfo");

    private HostMemory() {}

    /** Bytes that are free or can be freed, within the container's limit, less what the Java heap may still grow by. */
    static long available() {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        long free = Math.min(availableToAll(system), system.getTotalMemorySize());
        Runtime java = Runtime.getRuntime();
        return Math.max(0, free - (java.maxMemory() - java.totalMemory()));
    }

    private static long availableToAll(OperatingSystemMXBean system) {
        try {
            return Files.readAllLines(MEMINFO).stream()
                    .filter(line -> line.startsWith("MemAvailable:"))
                    .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElse(system.getFreeMemorySize());
        } catch (IOException e) {
            return system.getFreeMemorySize();
        }
    }
}
