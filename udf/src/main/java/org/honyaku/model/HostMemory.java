package org.honyaku.model;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** Main memory that a process may still take. */
final class HostMemory {

    private static final Path MEMINFO = Path.of("/proc/meminfo");
    private static final Path STATUS = Path.of("/proc/self/status");

    private HostMemory() {}

    /** Bytes that are free or can be freed, within what the container leaves to this process, less what the Java heap may still grow by. */
    static long available() {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        long free = Math.min(
                bytes(MEMINFO, "MemAvailable:").orElse(system.getFreeMemorySize()),
                system.getTotalMemorySize() - bytes(STATUS, "RssAnon:").orElse(0));
        Runtime java = Runtime.getRuntime();
        return Math.max(0, free - (java.maxMemory() - java.totalMemory()));
    }

    /** The bytes that a line of the system's says in KiB; nothing where there is none. */
    private static OptionalLong bytes(Path file, String name) {
        try {
            return Files.readAllLines(file).stream()
                    .filter(line -> line.startsWith(name))
                    .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst();
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }
}
