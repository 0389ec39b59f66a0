package org.honyaku.job.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** How often this process has been given a page of memory: many after loading mean that memory goes back and forth. */
final class PageFaults {

    private static final Path STAT = Path.of("/proc/self/stat");
    /** Of the fields after the command's name, which may hold blanks and ends with a parenthesis; see proc(5), minflt. */
    private static final int MINOR_FAULTS = 7;

    private PageFaults() {}

    /** Empty where the system has no /proc. */
    static OptionalLong soFar() {
        try {
            String stat = Files.readString(STAT);
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            return OptionalLong.of(Long.parseLong(fields[MINOR_FAULTS]));
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }
}
