package org.honyaku.job;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.spark.sql.SparkSession;

/** A process that starts a run of its folder whenever a line comes in, and says how it ended: fifty starts, one start of Spark. */
final class RunServer {

    private static final String READY = "ready";
    private static final String ENDED = "ended ";

    private RunServer() {}

    public static void main(String[] arguments) throws IOException {
        TranslationRun run = Runs.in(Path.of(arguments[0])).overwriting().run();
        SparkSession spark = SparkSession.builder().appName("server").getOrCreate();
        System.out.println(READY);
        while (System.in.read() == '\n') {
            long begun = System.nanoTime();
            ExitCode exitCode = translate(spark, run);
            System.out.println(ENDED + exitCode.number() + " " + (System.nanoTime() - begun));
        }
        System.exit(0);
    }

    private static ExitCode translate(SparkSession spark, TranslationRun run) {
        try {
            return TranslationJob.run(spark, run, Runs.silent(), new StopButton(), Runs.ENGINES)
                    .exitCode();
        } catch (UserException e) {
            return e.exitCode();
        }
    }

    record Ended(int exitCode, Duration after) {}

    /** The process, as its test sees it. */
    record Client(Process process, BufferedReader output) implements AutoCloseable {

        static Client start(Path folder) throws IOException, InterruptedException {
            Process process = SparkCluster.ofOneProcess(folder).start(RunServer.class, folder.toString());
            var client = new Client(process, process.inputReader(StandardCharsets.UTF_8));
            client.await(READY);
            return client;
        }

        void startRun() throws IOException {
            process.getOutputStream().write('\n');
            process.getOutputStream().flush();
        }

        Ended awaitEnd() throws IOException {
            List<String> words = List.of(await(ENDED).split(" ", -1));
            return new Ended(Integer.parseInt(words.get(1)), Duration.ofNanos(Long.parseLong(words.get(2))));
        }

        private String await(String beginning) throws IOException {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                if (line.startsWith(beginning)) {
                    return line;
                }
            }
            throw new IOException("the process ended without a word");
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }
}
