package org.honyaku.job.storage;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * The process that writes to a folder.
 *
 * @param machine where the process numbers of two owners mean the same: host name, boot and process namespace (a container has its own)
 * @param process its number there
 * @param startedMillis when it started, since numbers of processes are used again; 0 where the system does not tell
 */
public record RunOwner(String machine, long process, long startedMillis) {

    /** Linux derives the start of a process from the time of day, which may be set right meanwhile. */
    private static final long CLOCK_TOLERANCE_MILLIS = 2_000;

    private static final String UNKNOWN = "unknown";

    /** Whoever calls. */
    public static RunOwner thisProcess() {
        ProcessHandle self = ProcessHandle.current();
        return new RunOwner(thisMachine(), self.pid(), startOf(self));
    }

    /** Whether this machine can tell if the process runs. */
    boolean isOfThisMachine() {
        return machine.equals(thisMachine());
    }

    /** Whether the process runs; nothing where this machine cannot tell. */
    public Optional<Boolean> isRunning() {
        return isOfThisMachine() ? Optional.of(!isSurelyDead()) : Optional.empty();
    }

    /** Whether the process is gone beyond doubt. A process of another machine never is. */
    public boolean isSurelyDead() {
        if (!isOfThisMachine()) {
            return false;
        }
        Optional<ProcessHandle> running = ProcessHandle.of(process);
        return running.isEmpty()
                || Math.abs(startOf(running.get()) - startedMillis) > CLOCK_TOLERANCE_MILLIS
                || isZombie(process);
    }

    /** In a container whose first process does not care for others, a killed one keeps its number for ever (man 5 proc). */
    private static boolean isZombie(long process) {
        try {
            String status = Files.readString(Path.of("/proc", String.valueOf(process), "stat"));
            return status.startsWith(") Z", status.lastIndexOf(')'));
        } catch (IOException e) {
            return false;
        }
    }

    /** One line, as {@link #parse} reads it. */
    public String line() {
        return machine + " " + process + " " + startedMillis;
    }

    /** For people. */
    String describe() {
        return "process " + process + " on " + machine.split("/", 2)[0];
    }

    /** The owner written as {@code line}, or nothing where it is not such a line. */
    public static Optional<RunOwner> parse(String line) {
        String[] words = line.strip().split(" ", -1);
        if (words.length != 3 || !words[1].matches("\\d{1,18}") || !words[2].matches("\\d{1,18}")) {
            return Optional.empty();
        }
        return Optional.of(new RunOwner(words[0], Long.parseLong(words[1]), Long.parseLong(words[2])));
    }

    private static long startOf(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }

    private static String thisMachine() {
        return hostName() + "/" + boot() + "/" + processNamespace();
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return UNKNOWN;
        }
    }

    private static String boot() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
        } catch (IOException e) {
            return UNKNOWN;
        }
    }

    private static String processNamespace() {
        try {
            return Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString();
        } catch (IOException e) {
            return UNKNOWN;
        }
    }
}
