package org.honyaku.job.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.honyaku.job.config.ConfigLoader;
import org.honyaku.job.config.JobConfig;
import org.honyaku.job.config.Problems;
import org.honyaku.job.config.SettingGroup;
import org.junit.jupiter.api.Test;

class RunLimitsChoiceTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @Test
    void theDeadlineIsTheNextTimeThatClocksShowIt() {
        assertThat(deadline("2026-11-24T05:59", "deadline=06:00")).contains(at("2026-11-24T06:00"));
        assertThat(deadline("2026-11-24T06:00", "deadline=06:00")).contains(at("2026-11-25T06:00"));
        assertThat(deadline("2026-11-24T22:00", "deadline=06:00")).contains(at("2026-11-25T06:00"));
    }

    @Test
    void theNightInWhichClocksChangeIsShorterAndTheTimeTheSame() {
        assertThat(deadline("2026-03-28T22:00", "deadline=06:00")).contains(at("2026-03-29T06:00"));
        assertThat(at("2026-03-29T06:00").getEpochSecond()
                        - at("2026-03-28T22:00").getEpochSecond())
                .isEqualTo(7 * 3600);
    }

    @Test
    void ofADeadlineAndANumberOfHoursTheEarlierOneHolds() {
        assertThat(deadline("2026-11-24T22:00", "max_hours=1.5")).contains(at("2026-11-24T23:30"));
        assertThat(deadline("2026-11-24T22:00", "deadline=23:00", "max_hours=1.5"))
                .contains(at("2026-11-24T23:00"));
        assertThat(deadline("2026-11-24T22:00")).isEmpty();
    }

    @Test
    void attemptsAndWavesAreTakenOver() {
        var limits = RunLimitsChoice.of(config("max_attempts=5", "wave_tokens=1000"), ZonedDateTime.now(BERLIN));
        assertThat(limits.maxAttempts()).isEqualTo(5);
        assertThat(limits.waveTokens()).hasValue(1_000);
    }

    private static Optional<Instant> deadline(String now, String... assignments) {
        return RunLimitsChoice.of(config(assignments), LocalDateTime.parse(now).atZone(BERLIN))
                .deadline();
    }

    private static Instant at(String time) {
        return LocalDateTime.parse(time).atZone(BERLIN).toInstant();
    }

    private static JobConfig config(String... assignments) {
        var problems = new Problems();
        JobConfig config = new ConfigLoader(Set.of(SettingGroup.LIMITS), problems)
                .load(Optional.empty(), List.of(assignments), Map.of());
        problems.throwIfAny("honyaku translate");
        return config;
    }
}
