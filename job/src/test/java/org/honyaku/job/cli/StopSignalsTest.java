package org.honyaku.job.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.honyaku.job.ExitCode;
import org.honyaku.job.JavaProcess;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Signals to a process whose run never hears of the button: native code that hangs, a file system that does not answer. */
class StopSignalsTest {

    private static final Duration A_MOMENT_LONGER = StopSignals.SAME_SIGNAL.plusMillis(200);

    @ParameterizedTest
    @ValueSource(strings = {"TERM", "INT"})
    void aSecondSignalEndsItAndOneThatComesTwiceIsNone(String signal) throws Exception {
        try (var deaf = Deaf.start(Duration.ofDays(1))) {
            deaf.send(signal);
            deaf.awaitStopping();
            deaf.send(signal);
            LockSupport.parkNanos(A_MOMENT_LONGER.toNanos());
            assertThat(deaf.process().isAlive()).isTrue();

            deaf.send(signal);
            assertThat(deaf.process().waitFor()).isEqualTo(ExitCode.DEADLINE.number());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TERM", "INT"})
    void withoutASecondOneItEndsAfterALimit(String signal) throws Exception {
        try (var deaf = Deaf.start(Duration.ofMillis(500))) {
            deaf.send(signal);
            deaf.awaitStopping();
            assertThat(deaf.process().waitFor()).isEqualTo(ExitCode.DEADLINE.number());
        }
    }

    /** A {@link DeafProcess} that listens. */
    private record Deaf(Process process) implements AutoCloseable {

        static Deaf start(Duration limit) throws IOException {
            var deaf =
                    new Deaf(JavaProcess.of(DeafProcess.class, limit.toString()).start());
            assertThat(deaf.process().inputReader(StandardCharsets.UTF_8).readLine())
                    .isEqualTo("listening");
            return deaf;
        }

        void send(String signal) throws IOException, InterruptedException {
            new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                    .start()
                    .waitFor();
        }

        void awaitStopping() throws IOException {
            BufferedReader errors = process.errorReader(StandardCharsets.UTF_8);
            String line = errors.readLine();
            while (line != null && !line.startsWith("Stopping: what is translated is kept.")) {
                line = errors.readLine();
            }
            assertThat(line).isNotNull();
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }
}
