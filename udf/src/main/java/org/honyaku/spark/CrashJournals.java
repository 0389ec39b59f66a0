package org.honyaku.spark;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.util.SerializableConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * The {@link CrashJournal}s of a run: the folder that its engines write theirs to, and those that runs before it have left. It travels
 * with the tasks.
 *
 * <p>A text is computed in one place at a time. So one that a task is about to begin, and that another process has in its journal, was
 * begun by an earlier attempt, and that process died with it or lost it in some other way.
 */
public final class CrashJournals implements Serializable {

    private final SerializableConfiguration hadoop;
    private final String own;
    private final List<String> left;

    /**
     * @param own folder of the run
     * @param left folders of runs that have ended
     */
    public CrashJournals(Configuration hadoop, String own, List<String> left) {
        this.hadoop = new SerializableConfiguration(hadoop);
        this.own = own;
        this.left = List.copyOf(left);
    }

    /** A journal for an engine of this process. */
    CrashJournal open() {
        var folder = new Path(own);
        return new CrashJournal(files(folder), folder);
    }

    /** The rows that other processes than this one have in their journals. */
    public Suspects read() {
        try {
            Suspects found = read(own);
            for (String folder : left) {
                found = found.and(read(folder));
            }
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the crash journals in " + own, e);
        }
    }

    private Suspects read(String folder) throws IOException {
        FileSystem files = files(new Path(folder));
        Suspects found = Suspects.NONE;
        for (List<Path> parts : byEngine(list(files, new Path(folder))).values()) {
            found = found.and(Suspects.of(last(files, parts)));
        }
        return found;
    }

    /** The parts of each engine's journal, in their order. */
    private static Map<String, List<Path>> byEngine(FileStatus[] journals) {
        Map<String, List<Path>> byEngine = new TreeMap<>();
        for (FileStatus journal : journals) {
            String name = journal.getPath().getName();
            if (name.indexOf('.') > 0 && !name.startsWith(CrashJournal.PROCESS)) {
                String engine = name.substring(0, name.lastIndexOf('.'));
                byEngine.computeIfAbsent(engine, any -> new ArrayList<>()).add(journal.getPath());
            }
        }
        byEngine.values().forEach(parts -> parts.sort(null));
        return byEngine;
    }

    private static JournalLine last(FileSystem files, List<Path> parts) throws IOException {
        for (int part = parts.size() - 1; part >= 0; part--) {
            Optional<JournalLine> line = JournalLine.last(text(files, parts.get(part)));
            if (line.isPresent()) {
                return line.get();
            }
        }
        return new JournalLine(List.of(), false);
    }

    /** Nothing where the process has closed its journal meanwhile. */
    private static String text(FileSystem files, Path journal) throws IOException {
        try (var in = files.open(journal)) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        } catch (FileNotFoundException e) {
            return "";
        }
    }

    private static FileStatus[] list(FileSystem files, Path folder) throws IOException {
        try {
            return files.listStatus(folder);
        } catch (FileNotFoundException e) {
            return new FileStatus[0];
        }
    }

    /** On local disks without Hadoop's checksums, which are written late and would not fit after a crash. */
    private FileSystem files(Path folder) {
        try {
            FileSystem files = folder.getFileSystem(hadoop.value());
            return files instanceof LocalFileSystem local ? local.getRawFileSystem() : files;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot open the file system of " + folder, e);
        }
    }

    /** Engines are shared by those that write to the same folder. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof CrashJournals journals && journals.own.equals(own);
    }

    @Override
    public int hashCode() {
        return own.hashCode();
    }
}
