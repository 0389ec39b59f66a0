package org.honyaku.job.memory;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.CreateFlag;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Options.CreateOpts;
import org.apache.hadoop.fs.Options.Rename;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsPermission;
import org.honyaku.job.storage.LocalDisk;
import org.honyaku.job.storage.ParquetFooter;
import org.honyaku.spark.TranslateSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder of a translation memory, as one run works with it.
 *
 * <ul>
 *   <li>What is written lies in a work folder of the run until one rename publishes it. What is not published does not exist.
 *   <li>Nothing that is published is ever changed. A generation takes the place of what went into it; that is deleted only while
 *       nobody else works with the memory, who might be reading it.
 *   <li>Several runs may work with a memory at the same time. What a dead one had not published is removed by the next.
 * </ul>
 *
 * <p>A rename is atomic on local disks and HDFS; on object stores it is not.
 */
public final class MemoryFolder implements AutoCloseable {

    /** What is in a memory. */
    public static final Set<String> FOLDERS = Set.of("generations", "waves", "settings", "users", "work", "journals");

    private static final Logger LOG = LoggerFactory.getLogger(MemoryFolder.class);

    private final Configuration hadoop;
    private final FileContext files;
    private final MemoryLayout layout;
    private final MemoryUser user;
    private final Users users;
    private final List<Path> published = new ArrayList<>();
    private long publishedRows;
    private List<Path> journalsLeft = List.of();
    private MemoryContents atOpening = MemoryContents.of(List.of());

    private MemoryFolder(Configuration hadoop, FileContext files, MemoryLayout layout, MemoryUser user) {
        this.hadoop = hadoop;
        this.files = files;
        this.layout = layout;
        this.user = user;
        this.users = new Users(files, layout, user);
    }

    /** Opens the memory in the folder {@code location}, which is made where there is none. */
    public static MemoryFolder open(Configuration hadoop, String location, MemoryUser user) throws IOException {
        var asked = new Path(location);
        FileContext files = FileContext.getFileContext(asked.toUri(), hadoop);
        var memory = new MemoryFolder(hadoop, files, new MemoryLayout(files.makeQualified(asked)), user);
        memory.users.add();
        try {
            memory.tidy();
            memory.atOpening = memory.list();
            memory.journalsLeft = memory.findJournalsLeft();
            return memory;
        } catch (IOException | RuntimeException e) {
            memory.close();
            throw e;
        }
    }

    /** The memory's folder. */
    public Path root() {
        return layout.root();
    }

    public MemoryUser user() {
        return user;
    }

    /** What the memory held when it was opened, or compacted after that. It stays readable until this publishes a generation, or is closed. */
    public MemoryContents atOpening() {
        return atOpening;
    }

    /** What was published here, in the order of publication. */
    public synchronized List<Path> published() {
        return List.copyOf(published);
    }

    /** The rows of all waves that were published here. */
    public synchronized long publishedRows() {
        return publishedRows;
    }

    /** A path for something that is not to be seen yet. */
    public Path work(String name) {
        return new Path(users.work(), name);
    }

    /** The folder for crash journals of this run's executors. Unlike its work, it outlives the run. */
    public Path journals() {
        return new Path(layout.journals(), user.run());
    }

    /** The journals of runs that had ended when this was opened. */
    public List<Path> journalsLeft() {
        return journalsLeft;
    }

    /** Deletes journals that nobody needs any more. */
    public void dropJournals(List<Path> folders) throws IOException {
        for (Path folder : folders) {
            files.delete(folder, true);
        }
    }

    private List<Path> findJournalsLeft() throws IOException {
        List<Path> left = new ArrayList<>();
        for (FileStatus folder : users.children(layout.journals())) {
            if (!users.has(folder.getPath().getName())) {
                left.add(folder.getPath());
            }
        }
        return List.copyOf(left);
    }

    /**
     * The rows in the folder {@code work(name)}, by the ends of its Parquet files: it needs no executor, which may be busy for long,
     * and a file that is not complete is found.
     */
    public long countRows(String name) throws IOException {
        long rows = 0;
        for (FileStatus file : files.util().listStatus(work(name))) {
            if (file.getPath().getName().endsWith(".parquet")) {
                rows += ParquetFooter.rows(file, hadoop);
            }
        }
        return rows;
    }

    /** Publishes the folder {@code work(name)}, which has so many rows, as a wave of this run. */
    public void publishWave(String name, long rows) throws IOException {
        users.requireSigned();
        var wave = new Path(layout.waves(), user.run() + "-" + name);
        move(work(name), wave);
        synchronized (this) {
            published.add(wave);
            publishedRows += rows;
        }
    }

    /**
     * Publishes the folder {@code work(name)} as the generation that takes the place of {@code merged}.
     *
     * @throws IOException if somebody else has published one meanwhile, besides all other reasons
     */
    void publishGeneration(String name, MemoryContents merged) throws IOException {
        Set<String> names = new TreeSet<>(
                merged.generation().isPresent() ? mergedInto(merged.generation().get()) : Set.of());
        merged.waves().forEach(wave -> names.add(wave.getName()));
        write(MemoryLayout.merged(work(name)), String.join("\n", names));
        users.requireSigned();
        int number = merged.generation().map(MemoryLayout::number).orElse(0) + 1;
        move(work(name), layout.generation(number));
        tidy();
        atOpening = list();
    }

    /** Keeps what a translation was asked for, under the id that its rows have, unless it is there. */
    public void keepSettings(String id, TranslateSettings settings) throws IOException {
        var file = new Path(layout.settings(), id + ".json");
        if (!files.util().exists(file)) {
            write(work(id), StoredSettings.of(settings).json());
            move(work(id), file, Rename.OVERWRITE);
        }
    }

    /** What translations were asked for, by the ids that their rows have. */
    Map<String, StoredSettings> settings() throws IOException {
        var byId = new TreeMap<String, StoredSettings>();
        for (FileStatus file : users.children(layout.settings())) {
            String name = file.getPath().getName();
            if (name.endsWith(".json")) {
                byId.put(name.replace(".json", ""), StoredSettings.parse(read(file.getPath())));
            }
        }
        return byId;
    }

    /** Drops settings that no row has any more, unless somebody who works with the memory may be about to write such rows. */
    void dropSettings(List<String> ids) throws IOException {
        if (!users.othersAfterRemovingTheDead()) {
            for (String id : ids) {
                files.delete(new Path(layout.settings(), id + ".json"), false);
            }
        }
    }

    /** What the memory holds now. */
    MemoryContents list() throws IOException {
        Optional<Path> generation = MemoryLayout.last(users.children(layout.generations()));
        Set<String> merged = generation.isPresent() ? mergedInto(generation.get()) : Set.of();
        List<Path> waves = Arrays.stream(users.children(layout.waves()))
                .map(FileStatus::getPath)
                .filter(path -> !merged.contains(path.getName()))
                .sorted()
                .toList();
        return new MemoryContents(generation, waves);
    }

    /** Files and bytes of {@code contents}. */
    MemorySize size(MemoryContents contents) throws IOException {
        long count = 0;
        long bytes = 0;
        for (String folder : contents.folders()) {
            for (FileStatus file : users.children(new Path(folder))) {
                if (file.getPath().getName().endsWith(".parquet")) {
                    count++;
                    bytes += file.getLen();
                }
            }
        }
        return new MemorySize(count, bytes);
    }

    /** Deletes what another generation has taken the place of, and what dead runs have left. */
    private void tidy() throws IOException {
        if (users.othersAfterRemovingTheDead()) {
            return;
        }
        MemoryContents now = list();
        if (now.generation().isEmpty()) {
            return;
        }
        Path last = now.generation().get();
        Set<String> merged = mergedInto(last);
        for (FileStatus wave : users.children(layout.waves())) {
            if (merged.contains(wave.getPath().getName())) {
                files.delete(wave.getPath(), true);
            }
        }
        for (FileStatus generation : users.children(layout.generations())) {
            // Somebody who came meanwhile may have published a later one.
            if (MemoryLayout.number(generation.getPath()) < MemoryLayout.number(last)) {
                files.delete(generation.getPath(), true);
            }
        }
    }

    /** On a local disk only what is on the disk itself: what takes the place of others is all that is left of them. */
    private void move(Path from, Path to, Rename... options) throws IOException {
        if ("file".equals(from.toUri().getScheme())) {
            LocalDisk.force(java.nio.file.Path.of(from.toUri().getPath()));
        }
        files.mkdir(to.getParent(), FsPermission.getDirDefault(), true);
        files.rename(from, to, options);
    }

    private Set<String> mergedInto(Path generation) throws IOException {
        return read(MemoryLayout.merged(generation)).lines().collect(Collectors.toUnmodifiableSet());
    }

    private String read(Path file) throws IOException {
        try (var in = files.open(file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private void write(Path file, String text) throws IOException {
        try (var out =
                files.create(file, EnumSet.of(CreateFlag.CREATE, CreateFlag.OVERWRITE), CreateOpts.createParent())) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    @Override
    public void close() {
        try {
            users.remove();
        } catch (IOException e) {
            LOG.warn("could not remove {}; the next run does: {}", users.work(), e.getMessage());
        }
    }
}
