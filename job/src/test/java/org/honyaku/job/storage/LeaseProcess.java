package org.honyaku.job.storage;

import java.io.IOException;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.Path;

/** A process that takes the lease of the folder it is given, when a line comes in, and keeps it until the next one. */
final class LeaseProcess {

    static final String READY = "ready";
    static final String WORKS = "works";
    static final int BUSY = 12;

    private LeaseProcess() {}

    public static void main(String[] arguments) throws IOException {
        FileContext files = FileContext.getLocalFSFileContext();
        System.out.println(READY);
        awaitLine();
        try (WriterLease lease = WriterLease.acquire(files, new Path(arguments[0]), "the folder")) {
            System.out.println(WORKS);
            awaitLine();
            lease.requireHeld();
        } catch (BusyException e) {
            System.exit(BUSY);
        }
    }

    private static void awaitLine() throws IOException {
        int next = System.in.read();
        while (next >= 0 && next != '\n') {
            next = System.in.read();
        }
    }
}
