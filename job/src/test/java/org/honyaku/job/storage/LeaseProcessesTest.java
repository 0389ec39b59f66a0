package org.honyaku.job.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.apache.hadoop.fs.FileContext;
import org.honyaku.job.JavaProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lease among processes of their own, which can be killed. */
class LeaseProcessesTest {

    private static final int PAIRS = 6;

    private final Path folder;

    LeaseProcessesTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void ofTwoProcessesThatStartAtOnceExactlyOneWorks() throws Exception {
        for (int pair = 0; pair < PAIRS; pair++) {
            try (Contender one = Contender.start(folder);
                    Contender other = Contender.start(folder)) {
                one.say();
                other.say();
                boolean oneWorks = one.works();
                assertThat(other.works()).isNotEqualTo(oneWorks);
                (oneWorks ? one : other).say();
                assertThat((oneWorks ? one : other).process().waitFor()).isZero();
                assertThat((oneWorks ? other : one).process().waitFor()).isEqualTo(LeaseProcess.BUSY);
            }
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aKilledHolderIsFollowedAtOnce() throws Exception {
        try (Contender holder = Contender.start(folder)) {
            holder.say();
            assertThat(holder.works()).isTrue();
            holder.process().destroyForcibly().waitFor();
        }
        assertThat(folder).isNotEmptyDirectory();
        FileContext files = FileContext.getLocalFSFileContext();
        try (WriterLease lease =
                WriterLease.acquire(files, new org.apache.hadoop.fs.Path(folder.toUri()), "the folder")) {
            lease.requireHeld();
        }
        assertThat(folder).isEmptyDirectory();
    }

    /** A {@link LeaseProcess} that is ready to ask. */
    private record Contender(Process process, BufferedReader output) implements AutoCloseable {

        static Contender start(Path folder) throws IOException {
            Process process = JavaProcess.of(LeaseProcess.class, folder.toString())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            var contender = new Contender(process, process.inputReader(StandardCharsets.UTF_8));
            assertThat(contender.output().readLine()).isEqualTo(LeaseProcess.READY);
            return contender;
        }

        void say() throws IOException {
            process.getOutputStream().write('\n');
            process.getOutputStream().flush();
        }

        boolean works() throws IOException {
            return LeaseProcess.WORKS.equals(output.readLine());
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }
}
