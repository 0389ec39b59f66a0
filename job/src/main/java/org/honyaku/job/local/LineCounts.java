package org.honyaku.job.local;

import java.util.Locale;
import org.honyaku.job.ExitCode;

/** What came of the lines of an input. */
public record LineCounts(long lines, long failed) {

    static final LineCounts NONE = new LineCounts(0, 0);

    LineCounts plus(boolean done) {
        return new LineCounts(lines + 1, failed + (done ? 0 : 1));
    }

    /** {@link ExitCode#OVER_ERROR_BUDGET} where any line has an error. */
    public ExitCode exitCode() {
        return failed == 0 ? ExitCode.OK : ExitCode.OVER_ERROR_BUDGET;
    }

    /** For people: "1,200 lines, 3 of them with an error". */
    public String describe() {
        String all = String.format(Locale.ROOT, "%,d %s", lines, lines == 1 ? "line" : "lines");
        return failed == 0 ? all : String.format(Locale.ROOT, "%s, %,d of them with an error", all, failed);
    }
}
