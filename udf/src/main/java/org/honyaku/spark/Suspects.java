package org.honyaku.spark;

import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The rows that were computed when processes died, by the seeds that their requests have.
 *
 * @param deaths what is known against each
 */
public record Suspects(Map<Long, Deaths> deaths) implements Serializable {

    /** Nobody. */
    public static final Suspects NONE = new Suspects(Map.of());

    /** Alone means that nothing else was computed. Once may be chance: somebody else may have killed the process. */
    private static final int DEATHS_ALONE_THAT_CONVICT = 2;

    public Suspects {
        deaths = Map.copyOf(deaths);
    }

    /**
     * Ends of processes in which a row was computed.
     *
     * @param together with other rows
     * @param alone without any
     * @param hungAlone those of {@code alone} that the watchdog brought about
     */
    public record Deaths(int together, int alone, int hungAlone) implements Serializable {

        private Deaths plus(Deaths other) {
            return new Deaths(together + other.together, alone + other.alone, hungAlone + other.hungAlone);
        }

        private Optional<RowStatus> verdict() {
            if (hungAlone > 0) {
                return Optional.of(RowStatus.TIMEOUT);
            }
            return alone >= DEATHS_ALONE_THAT_CONVICT ? Optional.of(RowStatus.CRASHED) : Optional.empty();
        }
    }

    /** Those of one process, by the last line that it wrote. */
    static Suspects of(JournalLine last) {
        boolean alone = last.rows().size() == 1;
        var each = new Deaths(alone ? 0 : 1, alone ? 1 : 0, alone && last.hangs() ? 1 : 0);
        Map<Long, Deaths> deaths = new HashMap<>();
        last.rows().forEach(row -> deaths.put(row, each));
        return new Suspects(deaths);
    }

    /** What both know. */
    Suspects and(Suspects other) {
        Map<Long, Deaths> all = new HashMap<>(deaths);
        other.deaths.forEach((row, known) -> all.merge(row, known, Deaths::plus));
        return new Suspects(all);
    }

    public int size() {
        return deaths.size();
    }

    /** Whether the row of a {@link TranslationKey} is among them. */
    boolean has(String key) {
        return deaths.containsKey(TranslationKey.seed(key));
    }

    /** What the row of a {@link TranslationKey} is without another try: {@code crashed} or {@code timeout}. */
    Optional<RowStatus> verdict(String key) {
        return Optional.ofNullable(deaths.get(TranslationKey.seed(key))).flatMap(Deaths::verdict);
    }
}
