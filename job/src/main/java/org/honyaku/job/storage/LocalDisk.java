package org.honyaku.job.storage;

import com.sun.jna.LastErrorException;
import com.sun.jna.Library;
import com.sun.jna.Native;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What Java cannot do with a local disk. */
public final class LocalDisk {

    private static final Logger LOG = LoggerFactory.getLogger(LocalDisk.class);

    /** Paths in the encoding that Java itself gives to the system. */
    private static final Map<String, Object> OPTIONS =
            Map.of(Library.OPTION_STRING_ENCODING, System.getProperty("sun.jnu.encoding", "UTF-8"));

    private static final int CURRENT_FOLDER = -100;
    private static final int RENAME_EXCHANGE = 2;
    /** EPERM (a sandbox), EINVAL (the file system), ENOSYS (the kernel), EOPNOTSUPP. */
    private static final Set<Integer> NOT_POSSIBLE_HERE = Set.of(1, 22, 38, 95);

    private LocalDisk() {}

    /** The system call, as in {@code man 2 renameat2}. */
    interface LibC extends Library {

        int renameat2(int fromFolder, String from, int toFolder, String to, int flags) throws LastErrorException;
    }

    /**
     * Swaps two folders of one disk in one step: at every instant each of the two names is one of the two folders.
     *
     * @return false, with nothing changed, where the kernel or the file system cannot do it
     * @throws FileSystemException if it could be done and failed
     */
    public static boolean exchange(Path one, Path other) throws FileSystemException {
        try {
            Native.load("c", LibC.class, OPTIONS)
                    .renameat2(CURRENT_FOLDER, one.toString(), CURRENT_FOLDER, other.toString(), RENAME_EXCHANGE);
            return true;
        } catch (LastErrorException e) {
            if (!NOT_POSSIBLE_HERE.contains(e.getErrorCode())) {
                throw new FileSystemException(one.toString(), other.toString(), e.getMessage());
            }
            LOG.warn("{} cannot be exchanged in one step: {}", other, e.getMessage());
            return false;
        } catch (LinkageError e) {
            LOG.warn(
                    "{} cannot be exchanged in one step, since the C library has no such call: {}",
                    other,
                    e.getMessage());
            return false;
        }
    }

    /** Has everything in a folder on the disk itself, where a loss of power does not reach it. */
    public static void force(Path folder) throws IOException {
        List<Path> all;
        try (Stream<Path> walk = Files.walk(folder)) {
            all = walk.toList();
        }
        for (Path path : all) {
            try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }
}
