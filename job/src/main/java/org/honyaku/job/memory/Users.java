package org.honyaku.job.memory;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import org.apache.hadoop.fs.CreateFlag;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Options.CreateOpts;
import org.apache.hadoop.fs.Path;
import org.honyaku.job.storage.Renewal;
import org.honyaku.job.storage.SharedFolder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The runs that work with a memory. A run signs before it looks at what the memory holds, so nothing that it reads is deleted. */
final class Users {

    private static final Logger LOG = LoggerFactory.getLogger(Users.class);

    private static final Duration RENEWAL = Duration.ofMinutes(1);

    /** A run of another machine that has not renewed its signature for so long is dead; clocks of machines differ by less. */
    private static final Duration LONGEST_SILENCE = Duration.ofHours(1);

    /** At the end of the name of a signature that is being written. Whoever finds one removes it: it may be that of a dead run. */
    private static final String UNFINISHED = ".unfinished";

    private static final int MOST_ATTEMPTS = 5;

    private final FileContext files;
    private final MemoryLayout layout;
    private final MemoryUser self;
    private final Renewal renewal = new Renewal("honyaku-memory");

    Users(FileContext files, MemoryLayout layout, MemoryUser self) {
        this.files = files;
        this.layout = layout;
        this.self = self;
    }

    /** This run's folder for what is not published. */
    Path work() {
        return workOf(self.run());
    }

    /** Signs. Again where somebody else has just removed the unfinished signature, or the folder above it because it was empty. */
    void add() throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                sign();
                renewal.start(RENEWAL, this::renew);
                return;
            } catch (IOException e) {
                if (attempt == MOST_ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    /** A rename, so that nobody ever sees half a signature. */
    private void sign() throws IOException {
        Path unfinished = file().suffix(UNFINISHED);
        try (var out = files.create(
                unfinished, EnumSet.of(CreateFlag.CREATE, CreateFlag.OVERWRITE), CreateOpts.createParent())) {
            out.write(self.signature().getBytes(StandardCharsets.UTF_8));
        }
        files.rename(unfinished, file());
    }

    private void renew() {
        try {
            long now = System.currentTimeMillis();
            files.setTimes(file(), now, now);
        } catch (IOException | RuntimeException e) {
            LOG.warn("could not renew {}: {}", file(), e.getMessage());
        }
    }

    /**
     * Makes sure that nobody has taken this run for dead.
     *
     * @throws TakenForDeadException if somebody has, since its machine slept for instance
     */
    void requireSigned() throws IOException {
        if (!files.util().exists(file())) {
            throw new TakenForDeadException(
                    file() + " is gone: another run took this one for dead, since it was silent for more than "
                            + LONGEST_SILENCE.toMinutes()
                            + " minutes; what was published is kept, and the same command goes on");
        }
    }

    /** Removes this run, and the folders that are of use to nobody then. */
    void remove() throws IOException {
        renewal.close();
        remove(self.run());
        for (Path folder : List.of(layout.users(), layout.work(), layout.journals(), layout.root())) {
            if (children(folder).length > 0) {
                return;
            }
            files.delete(folder, false);
        }
    }

    /** Whether a run works with the memory now, as far as anybody knows. */
    boolean has(String run) throws IOException {
        return files.util().exists(new Path(layout.users(), run));
    }

    /** What is in a folder; nothing where there is none. */
    FileStatus[] children(Path folder) throws IOException {
        return SharedFolder.list(files, folder);
    }

    /** Removes dead runs with what they had not published, and says whether others are left. */
    boolean othersAfterRemovingTheDead() throws IOException {
        boolean others = false;
        for (FileStatus signature : children(layout.users())) {
            String run = signature.getPath().getName();
            if (run.equals(self.run())) {
                continue;
            }
            if (run.endsWith(UNFINISHED)) {
                files.delete(signature.getPath(), false);
            } else if (isDead(signature)) {
                LOG.info("removing what a killed run had left in {}", workOf(run));
                remove(run);
            } else {
                others = true;
            }
        }
        return others;
    }

    private boolean isDead(FileStatus signature) throws IOException {
        boolean silent = signature.getModificationTime() < System.currentTimeMillis() - LONGEST_SILENCE.toMillis();
        try (var in = files.open(signature.getPath())) {
            String line = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return self.isRunning().apply(line).map(running -> !running).orElse(silent);
        } catch (FileNotFoundException e) {
            return true; // it has ended since its signature was listed
        } catch (IOException e) {
            return silent; // cut by a loss of power, for instance
        }
    }

    /** The signature goes last, so that whoever is killed in between is met again. */
    private void remove(String run) throws IOException {
        files.delete(workOf(run), true);
        files.delete(checksumLeftBySigning(run), false);
        files.delete(new Path(layout.users(), run), false);
    }

    /**
     * A local file system renames a file first and then its checksum. What a run that is killed in between leaves is seen by no listing
     * and keeps the folder from being removed.
     */
    private Path checksumLeftBySigning(String run) {
        return new Path(layout.users(), "." + run + UNFINISHED + ".crc");
    }

    private Path workOf(String run) {
        return new Path(layout.work(), run);
    }

    private Path file() {
        return new Path(layout.users(), self.run());
    }
}
