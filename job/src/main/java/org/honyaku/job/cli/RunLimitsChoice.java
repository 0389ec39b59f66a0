package org.honyaku.job.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.honyaku.job.RunLimits;
import org.honyaku.job.config.JobConfig;
import org.honyaku.job.config.Settings;

/** How far a run goes, by its settings. */
final class RunLimitsChoice {

    private RunLimitsChoice() {}

    /** The limits of a run that begins now. The earlier one of a time of day and a number of hours holds. */
    static RunLimits of(JobConfig config, ZonedDateTime now) {
        Optional<Instant> deadline = Stream.of(
                        config.get(Settings.DEADLINE).map(time -> next(time, now)),
                        config.get(Settings.MAX_HOURS).map(hours -> after(hours, now)))
                .flatMap(Optional::stream)
                .min(Instant::compareTo);
        return new RunLimits(
                config.get(Settings.MAX_ATTEMPTS),
                config.get(Settings.WAVE_TOKENS).map(OptionalLong::of).orElseGet(OptionalLong::empty),
                deadline);
    }

    /** The next moment after now at which clocks here show {@code time}. */
    private static Instant next(LocalTime time, ZonedDateTime now) {
        ZonedDateTime today = now.with(time);
        return (today.isAfter(now) ? today : now.plusDays(1).with(time)).toInstant();
    }

    private static Instant after(double hours, ZonedDateTime now) {
        return now.toInstant()
                .plus(Duration.ofMillis((long) (hours * Duration.ofHours(1).toMillis())));
    }
}
