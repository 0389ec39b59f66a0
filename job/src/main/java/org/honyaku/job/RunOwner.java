package org.honyaku.job;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.Optional;

/**
 * The process that a work folder belongs to.
 *
 * @param host name of its machine
 * @param process its number there
 * @param startedMillis when it started, since numbers of processes are used again; 0 where the system does not tell
 */
record RunOwner(String host, long process, long startedMillis) {

    /** Linux derives the start of a process from the time of day, which may be set right meanwhile. */
    private static final long CLOCK_TOLERANCE_MILLIS = 2_000;

    static RunOwner thisProcess() {
        ProcessHandle self = ProcessHandle.current();
        return new RunOwner(hostName(), self.pid(), startOf(self));
    }

    /** Whether the process is gone beyond doubt. A process of another machine never is. */
    boolean isSurelyDead() {
        if (!host.equals(hostName())) {
            return false;
        }
        Optional<ProcessHandle> running = ProcessHandle.of(process);
        return running.isEmpty() || Math.abs(startOf(running.get()) - startedMillis) > CLOCK_TOLERANCE_MILLIS;
    }

    /** One line, as {@link #parse} reads it. */
    String line() {
        return host + " " + process + " " + startedMillis;
    }

    /** The owner written as {@code line}, or nothing where it is not such a line. */
    static Optional<RunOwner> parse(String line) {
        String[] words = line.strip().split(" ", -1);
        if (words.length != 3 || !words[1].matches("\\d{1,18}") || !words[2].matches("\\d{1,18}")) {
            return Optional.empty();
        }
        return Optional.of(new RunOwner(words[0], Long.parseLong(words[1]), Long.parseLong(words[2])));
    }

    private static long startOf(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown";
        }
    }
}
