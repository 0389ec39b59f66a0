package org.honyaku.job;

import java.util.Locale;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.honyaku.job.memory.MemoryFolder;

/** What to say of a run that was stopped before its end: what is kept, what is left, and how it goes on. */
final class StoppedRun {

    private StoppedRun() {}

    /** @param pending what the run was translating; empty where it had not come so far */
    static UserException of(
            String reason, TranslationRun run, MemoryFolder memory, Optional<PendingTexts> pending, Exception cause) {
        String state =
                pending.map(texts -> describe(texts.line().texts(), memory)).orElse("The corpus was still being read.");
        return new UserException(
                ExitCode.DEADLINE,
                "stopped " + reason + ". " + state + "\nThe output " + run.output()
                        + " is as it was before; the same command goes on from here.",
                cause);
    }

    private static String describe(long texts, MemoryFolder memory) {
        long done = memory.publishedRows();
        Path folder = memory.root();
        return done == texts
                ? String.format(
                        Locale.ROOT,
                        "All %,d texts are translated and kept in %s; what is left is writing the output.",
                        texts,
                        folder)
                : String.format(
                        Locale.ROOT,
                        "%,d of %,d texts are translated and kept in %s; %,d are left.",
                        done,
                        texts,
                        folder,
                        texts - done);
    }
}
