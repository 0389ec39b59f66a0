package org.honyaku.job;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.CreateFlag;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.GlobPattern;
import org.apache.hadoop.fs.Options.CreateOpts;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.honyaku.job.Publication.Exchange;
import org.honyaku.job.storage.BusyException;
import org.honyaku.job.storage.LocalDisk;
import org.honyaku.job.storage.WriterLease;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The output of a run, which does not exist until it is complete.
 *
 * <ul>
 *   <li>One run at a time may write to it: the one that has its {@link WriterLease}.
 *   <li>The run writes into a {@link WorkFolder} of its own; {@link Publication} or {@link DeltaPublication} puts the result in its place.
 *   <li>An existing output is replaced only on request, and stays readable until the new one is there.
 *   <li>Closing removes the work folder, published or not; except that an old output which could not be put back stays in it.
 * </ul>
 */
final class OutputFolder implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(OutputFolder.class);

    private final FileContext files;
    private final Path output;
    private final TranslationRun run;
    private final WriterLease lease;
    private final WorkFolder work;
    private boolean published;

    private OutputFolder(FileContext files, Path output, TranslationRun run, WriterLease lease, WorkFolder work) {
        this.files = files;
        this.output = output;
        this.run = run;
        this.lease = lease;
        this.work = work;
    }

    /**
     * Makes ready to write, after tidying up behind runs that were killed.
     *
     * @param runId names the run's own work folder
     * @throws UserException if the output exists and may not be replaced, or lies inside the input or around it
     * @throws BusyException if another run writes to the same output
     */
    static OutputFolder prepare(Configuration hadoop, TranslationRun run, String runId) throws IOException {
        Path asked = new Path(run.output());
        FileContext files = FileContext.getFileContext(asked.toUri(), hadoop);
        Path output = files.makeQualified(asked);
        if (output.isRoot()) {
            throw new UserException(ExitCode.USAGE, "the output " + output + " is no folder that could be replaced");
        }
        refuseOverlap(qualified(hadoop, run.input()), output);
        Path root = WorkFolder.rootFor(output);
        if (!files.util().exists(root)) {
            refuseExisting(files, output, run);
        }
        WriterLease lease = acquire(files, root, output);
        try {
            new Leftovers(files, output).settle();
            refuseExisting(files, output, run);
            WorkFolder work = WorkFolder.create(files, output, runId);
            return new OutputFolder(files, output, run, lease, work);
        } catch (IOException | FSError | RuntimeException e) {
            giveBack(lease, files, root);
            throw e;
        }
    }

    /**
     * Makes sure that the output can be published in one step, before anybody looks for its file system.
     *
     * @throws UserException if it is Parquet on an object store
     */
    static void requireRenames(Configuration hadoop, TranslationRun run) {
        if (run.outputFormat() == OutputFormat.PARQUET && MemoryLocation.isOnObjectStore(hadoop, run.output())) {
            throw new UserException(
                    ExitCode.USAGE,
                    "the output " + run.output()
                            + " would lie on an object store, where readers would see a part of it while it is published;"
                            + " add --output-format delta");
        }
    }

    private static WriterLease acquire(FileContext files, Path root, Path output) throws IOException {
        try {
            return WriterLease.acquire(files, root, "the output " + output);
        } catch (IOException | FSError | RuntimeException e) {
            deleteIfEmpty(files, root);
            throw e;
        }
    }

    /** Where the texts to translate go. */
    String pending() {
        return work.pending().toString();
    }

    /** Where the output is put together. */
    String staged() {
        return work.staged().toString();
    }

    /** Where an output can be tried out. */
    String trial() {
        return work.trial().toString();
    }

    /** Puts a file about the run into the staged output, where readers of the data do not look. */
    void attach(String name, String content) throws IOException {
        Path file = new Path(work.about(), name);
        try (var out = files.create(file, EnumSet.of(CreateFlag.CREATE), CreateOpts.createParent())) {
            out.write(content.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** The {@link RunRecord} of the published output, if there is one, and if that of a table is about its last version. */
    Optional<PublishedRecord> publishedRecord(SparkSession spark) {
        PublishedRecord record;
        try {
            record = PublishedRecord.of(files, output);
        } catch (IOException e) {
            LOG.debug("{} has no record", output, e);
            return Optional.empty();
        }
        boolean isOfAnOlderVersion = run.outputFormat() == OutputFormat.DELTA
                && !new DeltaPublication(files, output, work).isLast(spark, record.text());
        return isOfAnOlderVersion ? Optional.empty() : Optional.of(record);
    }

    /**
     * Makes sure that no other run may write to the output.
     *
     * @throws BusyException if one may
     */
    void requireSoleWriter() throws IOException {
        lease.requireHeld();
    }

    /**
     * Puts the staged output in its place.
     *
     * @throws UserException if that cannot be done; the old output is as it was
     */
    void publish() throws IOException {
        publish(LocalDisk::exchange);
    }

    void publish(Exchange exchange) throws IOException {
        publish(() -> new Publication(files, output, work, exchange).publish());
    }

    /**
     * Commits the rows of the staged output, as they were read again, as the next version of a Delta table.
     *
     * @param rows how many they are
     * @throws UserException if that cannot be done; the old version is still the last one
     * @throws IllegalStateException if the version that was committed has other rows
     */
    void commit(Dataset<Row> counted, long rows) throws IOException {
        publish(() -> new DeltaPublication(files, output, work).publish(counted, rows));
    }

    @FunctionalInterface
    private interface Step {
        void take() throws IOException;
    }

    private void publish(Step step) throws IOException {
        refuseExisting(files, output, run);
        requireSoleWriter();
        try {
            step.take();
        } catch (IOException e) {
            throw new UserException(
                    ExitCode.OUTPUT, "the output " + output + " cannot be put in its place: " + e.getMessage(), e);
        }
        published = true;
    }

    @Override
    public void close() {
        try {
            if (!published && files.util().exists(work.replaced())) {
                LOG.error("the old output could not be put back; it is in {}", work.replaced());
            } else {
                work.delete(files);
            }
        } catch (IOException e) {
            LOG.warn("could not remove the work folder {}; it can be deleted by hand: {}", work.path(), e.getMessage());
        }
        giveBack(lease, files, WorkFolder.rootFor(output));
    }

    private static void giveBack(WriterLease lease, FileContext files, Path root) {
        lease.close();
        deleteIfEmpty(files, root);
    }

    /** The folder of all runs goes with its last one. */
    private static void deleteIfEmpty(FileContext files, Path root) {
        try {
            if (files.util().exists(root) && !files.listStatus(root).hasNext()) {
                files.delete(root, false);
            }
        } catch (IOException e) {
            LOG.debug("the folder {} stays", root, e);
        }
    }

    private static void refuseExisting(FileContext files, Path output, TranslationRun run) throws IOException {
        new ExistingOutput(files, output).requireReplaceable(run.outputFormat(), run.overwrite());
    }

    private static void refuseOverlap(Path input, Path output) {
        if (isInside(output, input) || isInside(input, output) || isMatched(output, input)) {
            throw new UserException(
                    ExitCode.USAGE,
                    "input " + input + " and output " + output
                            + " lie inside each other; the output needs a folder of its own");
        }
    }

    static Path qualified(Configuration hadoop, String path) throws IOException {
        Path asked = new Path(path);
        return FileContext.getFileContext(asked.toUri(), hadoop).makeQualified(asked);
    }

    /** Whether {@code output}, or a folder that it is in, is what the glob {@code input} means, though nothing may be there yet. */
    private static boolean isMatched(Path output, Path input) {
        URI inputs = input.toUri();
        URI outputs = output.toUri();
        boolean sameDisk = Objects.equals(inputs.getScheme(), outputs.getScheme())
                && Objects.equals(inputs.getAuthority(), outputs.getAuthority());
        String[] patterns = inputs.getPath().split(Path.SEPARATOR, -1);
        String[] names = outputs.getPath().split(Path.SEPARATOR, -1);
        return sameDisk
                && names.length >= patterns.length
                && IntStream.range(0, patterns.length).allMatch(i -> isMatched(names[i], patterns[i]));
    }

    private static boolean isMatched(String name, String pattern) {
        try {
            return name.equals(pattern) || new GlobPattern(pattern).matches(name);
        } catch (RuntimeException e) { // a bracket of its own
            return false;
        }
    }

    private static boolean isInside(Path inner, Path outer) {
        return (inner + Path.SEPARATOR).startsWith(outer + Path.SEPARATOR);
    }
}
