package org.honyaku.job.storage;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.Path;
import org.honyaku.job.storage.Claims.Claim;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The right to write to a folder, which one run has at a time, on any file system whose listings are up to date.
 *
 * <ul>
 *   <li>Whoever wants it says so first and looks who else does. Somebody who holds it comes first, then the smaller name; whoever is not
 *       first takes its claim back. Of two that start at once the later one to say so sees the other: so exactly one goes on.
 *   <li>It is renewed while it is held. One whose process is dead is taken over at once on the same machine, and after
 *       {@link #STALE} from another one. Ages are measured by the file system's clock alone.
 *   <li>A holder that was cut off for so long that somebody else may have taken over hears of it when it asks ({@link #requireHeld}),
 *       which it does before it publishes anything.
 * </ul>
 *
 * <p>Thread-safe.
 */
public final class WriterLease implements AutoCloseable {

    /** A holder of another machine that was not seen for so long counts as dead. */
    static final Duration STALE = Duration.ofSeconds(60);

    private static final Duration RENEWAL = Duration.ofSeconds(10);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

    private static final Logger LOG = LoggerFactory.getLogger(WriterLease.class);

    private final Claims claims;
    private final String what;
    private final String id = UUID.randomUUID().toString();
    private final Renewal renewal = new Renewal("honyaku-lease");
    private volatile long renewedNanos = System.nanoTime();

    private WriterLease(Claims claims, String what) {
        this.claims = claims;
        this.what = what;
    }

    /**
     * Takes the lease of {@code folder}, which is made where it is missing.
     *
     * @param what the folder is, for messages
     * @throws BusyException if another run has it
     */
    public static WriterLease acquire(FileContext files, Path folder, String what) throws IOException {
        var lease = new WriterLease(new Claims(files, folder), what);
        try {
            lease.claims.ask(lease.id, RunOwner.thisProcess());
            lease.awaitTurn();
            lease.claims.hold(lease.id);
            lease.removeDead();
            lease.requireAlone();
        } catch (IOException | FSError | RuntimeException e) {
            lease.close();
            throw e;
        }
        lease.renewal.start(RENEWAL, lease::renew);
        return lease;
    }

    /**
     * Makes sure that nobody else may write.
     *
     * @throws BusyException if somebody may
     */
    public void requireHeld() throws IOException {
        boolean unseenForLong =
                System.nanoTime() - renewedNanos > STALE.minus(RENEWAL).toNanos();
        if (unseenForLong || claims.find(id).isEmpty()) {
            throw new BusyException("this run was cut off from " + what
                    + " for so long that another one may write to it now; nothing more was written, try again later");
        }
    }

    private void awaitTurn() throws IOException {
        long end = System.nanoTime() + LONGEST_WAIT.toNanos();
        List<Claim> rivals = rivals();
        while (!rivals.isEmpty()) {
            Optional<Claim> ahead = rivals.stream().filter(this::isAhead).findFirst();
            if (ahead.isPresent() || System.nanoTime() > end) {
                throw busy(ahead.orElse(rivals.get(0)));
            }
            pause();
            rivals = rivals();
        }
    }

    /** A claim without a signature gets one in a moment, or nobody is behind it. */
    private boolean isAhead(Claim rival) {
        return rival.holds() || (!rival.isUnsigned() && rival.id().compareTo(id) < 0);
    }

    private static String describe(Claim claim) {
        return claim.owner().map(owner -> " (" + owner.describe() + ")").orElse("");
    }

    private List<Claim> rivals() throws IOException {
        long now = now();
        return claims.all().stream()
                .filter(claim -> !claim.id().equals(id) && claim.isAlive(now, STALE.toMillis()))
                .toList();
    }

    private void removeDead() throws IOException {
        long now = now();
        for (Claim claim : claims.all()) {
            if (!claim.id().equals(id) && !claim.isAlive(now, STALE.toMillis())) {
                claims.end(claim.id());
                LOG.warn("took over {} from a run{} that ended without a word", what, describe(claim));
            }
        }
    }

    /** One that seemed dead may have woken up just before it was removed. */
    private void requireAlone() throws IOException {
        Optional<Claim> holder = rivals().stream().filter(Claim::holds).findFirst();
        if (holder.isPresent()) {
            throw busy(holder.get());
        }
    }

    private BusyException busy(Claim rival) {
        return new BusyException(
                "another run" + describe(rival) + " writes to " + what + "; wait for its end, or stop it");
    }

    /** By the file system's clock: when this claim was written last. */
    private long now() throws IOException {
        claims.stayAlive(id);
        return claims.find(id)
                .map(Claim::lastSeen)
                .orElseThrow(() -> new BusyException("another run took over " + what + " while this one was waiting"));
    }

    private void renew() {
        try {
            claims.stayAlive(id);
            renewedNanos = System.nanoTime();
        } catch (IOException | FSError | RuntimeException e) {
            LOG.warn("the lease of {} could not be renewed: {}", what, e.getMessage());
        }
    }

    private static void pause() throws BusyException {
        try {
            Thread.sleep(LOOK_AGAIN.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BusyException("interrupted while another run wanted to write as well");
        }
    }

    /** Lets the next run write. */
    @Override
    public void close() {
        renewal.close();
        try {
            claims.end(id);
        } catch (IOException e) {
            LOG.warn("the lease of {} could not be given back, it ends by itself: {}", what, e.getMessage());
        }
    }
}
