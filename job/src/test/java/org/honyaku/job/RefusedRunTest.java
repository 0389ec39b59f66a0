package org.honyaku.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.honyaku.engine.StepWitness;
import org.honyaku.spark.EngineFactory;
import org.honyaku.spark.LoadedEngine;
import org.honyaku.spark.ModelSettings;
import org.honyaku.spark.StandIn;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Runs that stop with a sentence: exit code, problem, remedy; no model is asked, and nothing is written. */
@ExtendWith(LocalSpark.class)
class RefusedRunTest {

    private static final String GOOD_ROWS = "select id, concat('text ', id) as text from range(1000)";

    private final Path folder;
    private final SparkSession spark;
    private final long answersBefore = StandIn.answers();

    RefusedRunTest(@TempDir Path folder, SparkSession spark) {
        this.folder = folder;
        this.spark = spark;
    }

    @AfterEach
    void noModelWasAsked() {
        assertThat(StandIn.answers()).isEqualTo(answersBefore);
    }

    @AfterEach
    void nothingWasWritten() throws IOException {
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left.map(path -> path.getFileName().toString()).filter(name -> !name.equals("corpus")))
                    .isEmpty();
        }
    }

    @Test
    void aMissingInput() {
        assertRefused(Runs.in(folder), ExitCode.INPUT, Runs.in(folder).input(), "does not exist");
    }

    @Test
    void anInputWithoutParquetFiles() throws IOException {
        Files.createDirectory(folder.resolve("corpus"));
        assertRefused(Runs.in(folder), ExitCode.INPUT, "holds no Parquet file");
    }

    @Test
    void aMissingColumnNamesTheColumnsThereAre() {
        write("select 1 as id, 'x' as body");
        assertRefused(
                Runs.in(folder), ExitCode.INPUT, "no column 'text'", "id (int)", "body (string)", "--text-column");
    }

    @Test
    void aColumnThatIsNoText() {
        write("select 1 as id, 2 as text");
        assertRefused(Runs.in(folder), ExitCode.INPUT, "'text'", "of type int");
    }

    @Test
    void aColumnNameIsNotAnExpression() {
        write("select 1 as id, 'x' as text");
        String expression = "reflect('java.lang.System', 'exit', 1)";
        assertRefused(
                Runs.in(folder).ofColumn(expression),
                ExitCode.USAGE,
                "no column '" + expression + "'",
                "no SQL expression");
        assertRefused(Runs.in(folder).ofColumn("text`, `id"), ExitCode.USAGE, "no column 'text`, `id'");
    }

    @Test
    void columnsThatTheOutputWouldAdd() {
        write("select 1 as id, 'x' as text, 'y' as Translation, 'z' as error");
        assertRefused(Runs.in(folder), ExitCode.USAGE, "translation", "error", "--output-prefix");
    }

    @Test
    void aTruncatedFileIsNamed() throws IOException {
        write("select 1 as id, 'x' as text");
        Path file = someFile();
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
        removeChecksums();
        assertRefused(Runs.in(folder), ExitCode.INPUT, file.getFileName().toString(), "cannot be read");
    }

    @Test
    void aTruncatedFileAmongGoodOnesIsNamed() throws IOException {
        write(GOOD_ROWS);
        byte[] bytes = Files.readAllBytes(someFile());
        Files.write(folder.resolve("corpus/cut.parquet"), Arrays.copyOf(bytes, bytes.length - 1));
        assertRefused(Runs.in(folder), ExitCode.INPUT, "cut.parquet", "cannot be read");
    }

    @Test
    void aFileThatIsNoParquetAmongGoodOnesIsNamed() throws IOException {
        write(GOOD_ROWS);
        Files.writeString(folder.resolve("corpus/table.parquet"), "id,text\n1,x\n");
        assertRefused(Runs.in(folder), ExitCode.INPUT, "table.parquet", "cannot be read");
    }

    @Test
    void aFileWithoutTheTextColumnAmongGoodOnesIsNamed() throws IOException {
        write(GOOD_ROWS);
        Path file = add("select 1L as id, 'x' as body");
        assertRefused(Runs.in(folder), ExitCode.INPUT, file.toString(), "no column 'text'");
    }

    @Test
    void anEmptyFileAmongGoodOnesIsNamed() throws IOException {
        write(GOOD_ROWS);
        Files.createFile(folder.resolve("corpus/part-zero.parquet"));
        assertRefused(Runs.in(folder), ExitCode.INPUT, "part-zero.parquet");
    }

    @Test
    void aFileWithBrokenPagesIsNamed() throws IOException {
        write(GOOD_ROWS);
        Path file = someFile();
        byte[] bytes = Files.readAllBytes(file);
        Arrays.fill(bytes, 4, bytes.length / 2, (byte) 0xff);
        Files.write(file, bytes);
        removeChecksums();
        assertRefused(Runs.in(folder), ExitCode.INPUT, file.getFileName().toString(), "cannot be read");
    }

    @Test
    void aMemoryOnAnObjectStore() {
        write(GOOD_ROWS);
        assertRefused(Runs.in(folder).withMemory("s3a://bucket/memory"), ExitCode.USAGE, "object store", "--memory");
    }

    @Test
    void aFolderOfParquetOnAnObjectStore() {
        write(GOOD_ROWS);
        TranslationRun run =
                Runs.in(folder).withMemory(folder.resolve("memory")).to("s3a://bucket/out");
        assertThat(failure(run).exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(failure(run)).hasMessageContainingAll("object store", "--output-format delta");
    }

    @Test
    void filesThatContradictEachOther() throws IOException {
        write(GOOD_ROWS);
        Files.copy(someFile(), folder.resolve("corpus/a.parquet"));
        Files.copy(someFile(), folder.resolve("corpus/z.parquet"));
        Files.move(add("select 1L as id, 2 as text"), folder.resolve("corpus/b.parquet"));
        assertRefused(
                Runs.in(folder), ExitCode.INPUT, "contradict", "corpus/b.parquet", "'text' is of type int", "string");
    }

    @Test
    void anOutputInsideTheInput() {
        write("select 1 as id, 'x' as text");
        TranslationRun inside = Runs.in(folder).to(Runs.in(folder).input() + "/out");
        assertThat(failure(inside).exitCode()).isEqualTo(ExitCode.USAGE);
        TranslationRun same = Runs.in(folder).overwriting().to(Runs.in(folder).input());
        assertThat(failure(same)).hasMessageContaining("lie inside each other");
    }

    /** Tomorrow's input would have today's output in it. */
    @Test
    void anOutputThatTheInputsPatternMeans() {
        write("select 1 as id, 'x' as text");
        TranslationRun run = Runs.in(folder).of(folder + "/c*", folder + "/copy");
        assertThat(failure(run)).hasMessageContaining("lie inside each other");
        TranslationRun inside = Runs.in(folder).of(folder + "/*", folder + "/results/out");
        assertThat(failure(inside)).hasMessageContaining("lie inside each other");
    }

    /** Reading fifteen gigabytes takes longer than anybody wants to wait for this sentence. */
    @Test
    void anOutputThatAnotherRunWritesToBeforeTheModelIsLookedAt() throws IOException {
        write("select 1 as id, 'x' as text");
        TranslationRun run = Runs.in(folder).run();
        UserException busy;
        try (OutputFolder other = OutputFolder.prepare(spark.sparkContext().hadoopConfiguration(), run, "other")) {
            other.requireSoleWriter();
            busy = catchThrowableOfType(
                    UserException.class,
                    () -> TranslationJob.run(spark, run, Runs.silent(), new StopButton(), new Unidentifiable()));
        }
        assertThat(busy.exitCode()).isEqualTo(ExitCode.OUTPUT_BUSY);
    }

    private record Unidentifiable() implements EngineFactory {

        @Override
        public LoadedEngine load(ModelSettings settings, String device, StepWitness witness) {
            throw new AssertionError("the model is loaded");
        }

        @Override
        public ModelSettings identify(ModelSettings settings) {
            throw new AssertionError("the model is looked at");
        }
    }

    @Test
    void aFileSystemThatNobodyKnows() {
        write("select 1 as id, 'x' as text");
        TranslationRun unknown = Runs.in(folder).to("nowhere://host/out");
        assertThat(failure(unknown)).hasMessageContaining("nowhere");
        assertThat(failure(unknown).exitCode()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void ignoringCorruptFiles() {
        write("select 1 as id, 'x' as text");
        spark.conf().set("spark.sql.files.ignoreCorruptFiles", "true");
        try {
            assertRefused(Runs.in(folder), ExitCode.USAGE, "spark.sql.files.ignoreCorruptFiles=true");
        } finally {
            spark.conf().unset("spark.sql.files.ignoreCorruptFiles");
        }
    }

    private void write(String sql) {
        spark.sql(sql).coalesce(1).write().parquet(Runs.in(folder).input());
    }

    /** The file of a corpus that gets another one. */
    private Path add(String sql) throws IOException {
        List<Path> before = files("part-", ".parquet");
        spark.sql(sql)
                .coalesce(1)
                .write()
                .mode("append")
                .parquet(Runs.in(folder).input());
        return files("part-", ".parquet").stream()
                .filter(file -> !before.contains(file))
                .findFirst()
                .orElseThrow();
    }

    private void assertRefused(Runs runs, ExitCode exitCode, String... parts) {
        UserException refused = failure(runs.run());
        assertThat(refused).hasMessageContainingAll(parts);
        assertThat(refused.exitCode()).isEqualTo(exitCode);
    }

    private UserException failure(TranslationRun run) {
        return catchThrowableOfType(
                UserException.class,
                () -> TranslationJob.run(spark, run, Runs.silent(), new StopButton(), Runs.ENGINES));
    }

    private Path someFile() throws IOException {
        return files("part-", ".parquet").get(0);
    }

    /** Parquet's own checks are what a user's files have; Hadoop's checksum files are this test's. */
    private void removeChecksums() throws IOException {
        for (Path checksum : files(".", ".crc")) {
            Files.delete(checksum);
        }
    }

    private List<Path> files(String prefix, String suffix) throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("corpus"))) {
            return files.filter(file -> {
                        String name = file.getFileName().toString();
                        return name.startsWith(prefix) && name.endsWith(suffix);
                    })
                    .toList();
        }
    }
}
