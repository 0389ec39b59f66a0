package org.honyaku.job.storage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.fs.CreateFlag;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Options.CreateOpts;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsPermission;

/**
 * Who wants to write to a folder, and who does: {@code writers/ID/} holds the files {@code owner} (who), {@code alive} (written again and
 * again) and {@code holds} (whoever may write). Deleting the folder of a claim ends it; whoever had it cannot bring it back by writing
 * {@code alive}.
 */
final class Claims {

    private static final String OWNER = "owner";
    private static final String ALIVE = "alive";
    private static final String HOLDS = "holds";
    private static final int ATTEMPTS = 5;

    /**
     * Whoever asks signs at once. A claim without a signature is one of a process that was killed in between, and nobody should have to
     * wait for it; should it be alive after all, it finds its claim gone and asks anew.
     */
    private static final long UNSIGNED_MILLIS = 2_000;

    private final FileContext files;
    private final Path folder;
    private final Map<String, Long> unsignedSince = new ConcurrentHashMap<>();

    /** @param guarded the folder that is written to by one run at a time */
    Claims(FileContext files, Path guarded) {
        this.files = files;
        this.folder = new Path(guarded, "writers");
    }

    /**
     * One of them as it is now.
     *
     * @param owner where it can be read
     * @param lastSeen by the clock of the file system, in milliseconds
     * @param unsignedMillis how long this process has seen it without a file; an object store has no date for a folder, or says now
     */
    record Claim(String id, Optional<RunOwner> owner, boolean holds, long lastSeen, long unsignedMillis) {

        boolean isUnsigned() {
            return owner.isEmpty() && !holds;
        }

        /** @param now by the clock of the file system */
        boolean isAlive(long now, long staleMillis) {
            if (owner.isPresent() && owner.get().isOfThisMachine()) {
                return !owner.get().isSurelyDead();
            }
            if (isUnsigned()) {
                return now - lastSeen < UNSIGNED_MILLIS && unsignedMillis < UNSIGNED_MILLIS;
            }
            return now - lastSeen < staleMillis;
        }
    }

    /** Makes a claim. A folder above it may be removed at this moment, by a run that ends and finds it empty. */
    void ask(String id, RunOwner owner) throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                files.mkdir(claim(id), FsPermission.getDirDefault(), true);
                write(id, OWNER, owner.line());
                stayAlive(id);
                return;
            } catch (IOException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    void hold(String id) throws IOException {
        write(id, HOLDS, "");
    }

    /**
     * Says that whoever claimed is there.
     *
     * @throws IOException if the claim is not there any more, among other reasons
     */
    void stayAlive(String id) throws IOException {
        write(id, ALIVE, "");
    }

    void end(String id) throws IOException {
        files.delete(claim(id), true);
        deleteIfEmpty(folder);
    }

    /** The claim {@code id}, where there is one. */
    Optional<Claim> find(String id) throws IOException {
        return all().stream().filter(claim -> claim.id().equals(id)).findFirst();
    }

    /** All claims of now. */
    List<Claim> all() throws IOException {
        List<Claim> claims = new ArrayList<>();
        for (FileStatus status : list(folder)) {
            read(status).ifPresent(claims::add);
        }
        return claims;
    }

    /** A claim that ends while it is read is none. */
    private Optional<Claim> read(FileStatus status) throws IOException {
        String id = status.getPath().getName();
        FileStatus[] signed = list(status.getPath());
        long lastSeen = signed.length == 0 ? status.getModificationTime() : 0;
        boolean holds = false;
        Optional<RunOwner> owner = Optional.empty();
        for (FileStatus file : signed) {
            lastSeen = Math.max(lastSeen, file.getModificationTime());
            holds |= file.getPath().getName().equals(HOLDS);
            if (file.getPath().getName().equals(OWNER)) {
                owner = readOwner(file.getPath());
            }
        }
        return files.util().exists(status.getPath())
                ? Optional.of(new Claim(id, owner, holds, lastSeen, unsignedMillis(id, signed.length == 0)))
                : Optional.empty();
    }

    private long unsignedMillis(String id, boolean unsigned) {
        if (!unsigned) {
            unsignedSince.remove(id);
            return 0;
        }
        long now = System.nanoTime();
        return TimeUnit.NANOSECONDS.toMillis(now - unsignedSince.computeIfAbsent(id, first -> now));
    }

    /** Nothing where it is gone or being written at this moment. */
    private Optional<RunOwner> readOwner(Path file) {
        try (var in = files.open(file)) {
            return RunOwner.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private FileStatus[] list(Path path) throws IOException {
        return SharedFolder.list(files, path);
    }

    private void write(String id, String name, String content) throws IOException {
        EnumSet<CreateFlag> anew = EnumSet.of(CreateFlag.CREATE, CreateFlag.OVERWRITE);
        try (var out = files.create(new Path(claim(id), name), anew, CreateOpts.donotCreateParent())) {
            out.write(content.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Somebody else may write to it at this moment; then it stays. */
    private void deleteIfEmpty(Path path) throws IOException {
        if (list(path).length == 0) {
            try {
                files.delete(path, false);
            } catch (IOException e) {
                if (list(path).length == 0) {
                    throw e;
                }
            }
        }
    }

    private Path claim(String id) {
        return new Path(folder, id);
    }
}
