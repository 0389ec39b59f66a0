package org.honyaku.job;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.honyaku.job.memory.Compaction;
import org.honyaku.job.memory.MemoryFolder;
import org.honyaku.job.memory.MemoryRows;
import org.honyaku.spark.CrashJournals;
import org.honyaku.spark.EngineFactory;
import org.honyaku.spark.ExecutorEngine;
import org.honyaku.spark.RunCounters;
import org.honyaku.spark.StopSignal;
import org.honyaku.spark.TorchEngineFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Translates a corpus: the whole way from its files to a published output.
 *
 * <ol>
 *   <li>Every text of the corpus that is not in the translation memory, once, goes through the executors' engines, longest first and
 *       wave by wave. Each wave is added to the memory as soon as it is done. Texts with which a process died come last, one at a
 *       time.
 *   <li>The corpus is joined with the memory: every input row, with all its columns, exactly once ({@link OutputUpdate}). Where this
 *       is what the output holds already, it stays as it is.
 *   <li>Else the rows that were written are read again and counted against the input. A manifest is put beside them
 *       ({@link RunRecord}), and both are published in one step.
 * </ol>
 *
 * <p>A run that is stopped or killed in the first step has not touched the output, and the next one begins where it was.
 *
 * <p>Spark repeats a failed task on another executor, up to {@code spark.task.maxFailures}; in local mode it repeats nothing unless
 * the master says so ({@code local[4,3]}).
 */
public final class TranslationJob {

    private static final Logger LOG = LoggerFactory.getLogger(TranslationJob.class);

    private final SparkSession spark;
    private final TranslationRun run;
    private final OutputFolder output;
    private final Progress progress;
    private final MemoryFolder memory;
    private final Stopping stopping;
    private final CrashJournals journals;
    private final long start = System.nanoTime();

    private TranslationJob(
            SparkSession spark,
            TranslationRun run,
            OutputFolder output,
            Progress progress,
            MemoryFolder memory,
            Stopping stopping) {
        this.spark = spark;
        this.run = run;
        this.output = output;
        this.progress = progress;
        this.memory = memory;
        this.stopping = stopping;
        this.journals = new CrashJournals(
                spark.sparkContext().hadoopConfiguration(),
                memory.journals().toString(),
                memory.journalsLeft().stream().map(Path::toString).toList());
    }

    /**
     * Makes sure, as far as anybody can know now, that {@code run} will be able to write: said before Spark has started, which takes
     * seconds. The run itself makes sure again.
     *
     * @throws UserException if the output may not be replaced, another run writes to it, or it cannot be written
     */
    public static void tryOutput(Configuration hadoop, TranslationRun run) {
        try {
            OutputFolder.requireRenames(hadoop, run);
            OutputFolder.prepare(hadoop, run, RunName.next(hadoop, run)).close();
        } catch (Exception | FSError e) {
            throw RunFailure.of(e, run);
        }
    }

    /**
     * Runs {@code run} to its end.
     *
     * @param button stops the run early; what is translated by then is kept
     * @throws UserException where somebody can do something about it; its exit code says who
     */
    public static RunReport run(SparkSession spark, TranslationRun run, ProgressDisplay display, StopButton button) {
        return run(spark, run, display, button, new TorchEngineFactory());
    }

    static RunReport run(
            SparkSession spark, TranslationRun run, ProgressDisplay display, StopButton button, EngineFactory engines) {
        SparkRules.check(spark);
        Configuration hadoop = spark.sparkContext().hadoopConfiguration();
        try {
            OutputFolder.requireRenames(hadoop, run);
            return translate(spark, run, display, button, engines);
        } catch (Exception | FSError e) {
            throw RunFailure.of(e, run);
        } finally {
            ExecutorEngine.closeUnused();
        }
    }

    private static RunReport translate(
            SparkSession spark, TranslationRun run, ProgressDisplay display, StopButton button, EngineFactory engines)
            throws IOException, InterruptedException, ExecutionException {
        Configuration hadoop = spark.sparkContext().hadoopConfiguration();
        String runId = RunName.next(hadoop, run);
        try (var output = OutputFolder.prepare(hadoop, run, runId);
                var progress = Progress.start(spark.sparkContext(), display)) {
            progress.identifying();
            TranslationRun identified = run.identified(engines);
            progress.reading();
            try (var memory = MemoryFolder.open(hadoop, MemoryLocation.check(hadoop, run), MemoryLocation.user(runId));
                    var stopping = Stopping.watch(
                            spark.sparkContext(),
                            button,
                            run.limits().deadline(),
                            new StopSignal(hadoop, memory.work("stop").toString()))) {
                return new TranslationJob(spark, identified, output, progress, memory, stopping).translate(engines);
            }
        }
    }

    private RunReport translate(EngineFactory engines) throws IOException, InterruptedException, ExecutionException {
        Optional<PendingTexts> pending = Optional.empty();
        Optional<Corpus> read = Optional.empty();
        try {
            compact();
            Corpus corpus = CorpusReader.read(spark, run);
            read = Optional.of(corpus);
            if (run.outputFormat() == OutputFormat.DELTA) {
                DeltaPublication.tryOut(spark, corpus.schema().output(), output.trial());
            }
            pending = Optional.of(pending(corpus));
            stopping.requireGoingOn();
            RunCounters counters = RunCounters.register(spark.sparkContext());
            Duration translating = translate(pending.get(), engines, counters);
            stopping.requireGoingOn();
            progress.writing();
            var effort = new OutputUpdate.Effort(translating, start, counters.loadsSoFar());
            RunReport report = new OutputUpdate(spark, run, corpus, output, memory, stopping, effort).bring();
            tidy();
            return report;
        } catch (UserException e) {
            throw e;
        } catch (Exception e) { // Spark throws what it does not declare
            if (stopping.reason().isPresent()) {
                throw StoppedRun.of(stopping.reason().get(), run, memory, pending, e);
            }
            RunningTasks.await(spark);
            if (read.isPresent() && RunFailure.mayBeOfAChange(e, run)) {
                read.get().census().blameChanges(spark, e);
            }
            throw e;
        }
    }

    /** Nights that end at their deadline never come to {@link #tidy}, and leave a memory of many files. */
    private void compact() {
        try {
            Compaction.ifDue(spark, memory);
        } catch (Exception | FSError e) { // Spark throws what it does not declare
            LOG.warn("the translation memory was not compacted: {}", e.toString());
        }
    }

    private PendingTexts pending(Corpus corpus) {
        Dataset<Row> tried = MemoryRows.tried(spark, memory.atOpening(), run.settingsId());
        return PendingTexts.write(
                corpus.pending(tried, run.translate(), run.limits().maxAttempts()), output.pending());
    }

    private Duration translate(PendingTexts pending, EngineFactory engines, RunCounters counters)
            throws IOException, InterruptedException, ExecutionException {
        progress.translating(pending.line().texts(), pending.line().characters());
        memory.keepSettings(run.settingsId(), run.translate());
        long begun = System.nanoTime();
        var translation = new WaveTranslation(run, engines, counters, memory, journals, stopping.signal());
        new Waves(translation, run, stopping).translate(pending);
        stopping.requireGoingOn();
        isolate(pending, translation);
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    private void isolate(PendingTexts pending, WaveTranslation translation) throws IOException {
        var isolation = new Isolation(spark, translation, stopping);
        List<Row> texts = isolation.leftOut(pending);
        if (!texts.isEmpty()) {
            progress.isolating(texts.size());
            isolation.translate(texts, pending);
        }
    }

    /** The output is there: whatever goes wrong now is no failure of the run, and the next one tries again. */
    private void tidy() {
        try {
            memory.dropJournals(memory.journalsLeft().stream()
                    .filter(left ->
                            RunName.isOfSameOutput(left.getName(), memory.user().run()))
                    .toList());
            memory.dropJournals(List.of(memory.journals()));
            Compaction.ifDue(spark, memory);
        } catch (Exception | FSError e) { // Spark throws what it does not declare
            LOG.warn("the translation memory was not tidied: {}", e.toString());
        }
    }
}
