package org.honyaku.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.hadoop.ipc.RemoteException;
import org.apache.spark.SparkException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RunFailureTest {

    private static final TranslationRun RUN = Runs.in(Path.of("/data")).run();

    /** Schedules try again after 75, and wake somebody after 1. */
    @ParameterizedTest
    @MethodSource("outages")
    void anOutageIsTriedAgain(Exception outage) {
        UserException failure = RunFailure.of(new IllegalStateException("a stage failed", outage), RUN);
        assertThat(failure.exitCode()).isEqualTo(ExitCode.TRY_AGAIN);
        assertThat(failure).hasMessageContainingAll("does not answer", String.valueOf(outage.getMessage()), "goes on");
    }

    static Stream<Exception> outages() {
        return Stream.of(
                new ConnectException("Call to night:8020 failed: Connection refused"),
                new SocketTimeoutException("60000 millis timeout"),
                new UnknownHostException("night"),
                new RemoteException(
                        "org.apache.hadoop.hdfs.server.namenode.SafeModeException", "Name node is in safe mode"),
                new RemoteException("org.apache.hadoop.ipc.StandbyException", "Operation READ is not supported"));
    }

    @Test
    void aSettingWithWhichSparkCannotStartIsTheUsersToMend() {
        UserException failure = RunFailure.ofStart(new SparkException("Could not parse Master URL: 'local[x]'"));
        assertThat(failure.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(failure).hasMessageContainingAll("local[x]", "--master");
    }

    @Test
    void aMasterThatIsDownIsTriedAgain() {
        var down = new SparkException("All masters are unresponsive! Giving up.");
        assertThat(RunFailure.ofStart(down).exitCode()).isEqualTo(ExitCode.TRY_AGAIN);
    }

    @Test
    void whatIsKnownBetterStaysWhatItIs() {
        var busy = new UserException(ExitCode.OUTPUT_BUSY, "another run writes", new ConnectException("refused"));
        assertThat(RunFailure.of(new IOException(busy), RUN).exitCode()).isEqualTo(ExitCode.OUTPUT_BUSY);
        assertThat(RunFailure.of(new IllegalStateException("nobody foresaw this"), RUN)
                        .exitCode())
                .isEqualTo(ExitCode.INTERNAL_ERROR);
    }
}
