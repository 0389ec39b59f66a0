package org.honyaku.job;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkContext;
import org.jspecify.annotations.Nullable;

/**
 * Shows how far a run is while it runs: on a terminal one line that is written over, elsewhere a line every ten seconds. What it
 * shows comes from running tasks and may count a repeated task twice; the report does not.
 */
final class Progress implements AutoCloseable {

    private static final Duration TERMINAL_INTERVAL = Duration.ofMillis(500);
    private static final Duration LOG_INTERVAL = Duration.ofSeconds(10);
    private static final String CLEAR_LINE = "\r\u001b[K";
    /** Narrow terminals cut a long line instead of going on in the next one, which could not be cleared. */
    private static final String WRAP_OFF = "\u001b[?7l";

    private static final String WRAP_ON = "\u001b[?7h";

    private final SparkContext spark;
    private final ProgressDisplay display;
    private final LiveCounters counters = new LiveCounters();
    private final ScheduledExecutorService ticker;
    private @Nullable ProgressLine line;
    private long begun;

    private Progress(SparkContext spark, ProgressDisplay display) {
        this.spark = spark;
        this.display = display;
        this.ticker = Executors.newSingleThreadScheduledExecutor(task -> {
            var thread = new Thread(task, "honyaku-progress");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Begins to listen and to show. */
    static Progress start(SparkContext spark, ProgressDisplay display) {
        var progress = new Progress(spark, display);
        spark.addSparkListener(progress.counters);
        long millis = (display.terminal() ? TERMINAL_INTERVAL : LOG_INTERVAL).toMillis();
        var unused = progress.ticker.scheduleAtFixedRate(progress::show, millis, millis, TimeUnit.MILLISECONDS);
        return progress;
    }

    /** The model is looked at, which takes a while where it is large and not known yet. */
    synchronized void identifying() {
        say("looking at the model");
    }

    /** The model is known. */
    synchronized void reading() {
        say("reading the corpus");
    }

    /** From now on texts are translated: so many, with so many characters. */
    synchronized void translating(long texts, long characters) {
        say(String.format(Locale.ROOT, "translating %,d distinct texts", texts));
        line = new ProgressLine(texts, characters);
        begun = System.nanoTime();
    }

    /** All other texts are translated. */
    synchronized void isolating(long texts) {
        say(String.format(Locale.ROOT, "translating %,d texts one at a time, with which a process died before", texts));
    }

    /** All texts are translated; what is left is writing. */
    synchronized void writing() {
        show();
        line = null;
        say("writing the output");
    }

    @Override
    public synchronized void close() {
        ticker.shutdownNow();
        spark.removeSparkListener(counters);
        clear();
    }

    private synchronized void show() {
        if (line == null) {
            return;
        }
        Duration elapsed = Duration.ofNanos(System.nanoTime() - begun);
        if (display.terminal()) {
            display.out().print(CLEAR_LINE + WRAP_OFF + line.bar(counters.total(), elapsed) + WRAP_ON);
            display.out().flush();
        } else {
            display.out().println(line.line(counters.total(), elapsed));
        }
    }

    private synchronized void say(String sentence) {
        clear();
        display.out().println(sentence);
    }

    private void clear() {
        if (display.terminal()) {
            display.out().print(CLEAR_LINE);
            display.out().flush();
        }
    }
}
