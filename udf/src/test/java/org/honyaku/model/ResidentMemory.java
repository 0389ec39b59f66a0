package org.honyaku.model;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Memory of this process that is in use, in bytes, as Linux counts it. */
final class ResidentMemory {

    private static final Path STATUS = Path.of("/proc/self/status");
    private static final Path CLEAR = Path.of("/proc/self/clear_refs");

    private ResidentMemory() {}

    static long now() {
        return read("VmRSS:");
    }

    /** Without pages of files, such as libraries' code, which the system takes away and brings back as it likes. */
    static long anonymous() {
        return read("RssAnon:");
    }

    /** The most since {@link #forgetPeak}. */
    static long peak() {
        return read("VmHWM:");
    }

    static void forgetPeak() {
        try {
            Files.writeString(CLEAR, "5");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long read(String key) {
        try {
            return Files.readAllLines(STATUS).stream()
                    .filter(line -> line.startsWith(key))
                    .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
