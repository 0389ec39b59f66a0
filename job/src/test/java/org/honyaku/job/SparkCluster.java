package org.honyaku.job;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A Spark cluster of real processes on this machine, from the jars that Maven resolved: one driver JVM and one JVM for each
 * executor ({@code local-cluster}). The driver is a JVM of its own because Spark takes its home from the environment, because a JVM
 * has one Spark context only, and because it can be killed.
 *
 * @param folder for Spark's home, the workers' folders and the output of the driver
 * @param settings of Spark
 */
record SparkCluster(Path folder, Map<String, String> settings) {

    private static final long TIME_LIMIT_MINUTES = 10;

    /** These processes live for seconds: too short for the second compiler and a parallel collector to pay. */
    private static final String QUICK_START = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC";

    /** Two executors of one core each. */
    static SparkCluster ofTwo(Path folder) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("spark.master", "local-cluster[2,1,1024]");
        settings.put("spark.ui.enabled", "false");
        settings.put("spark.sql.shuffle.partitions", "4");
        settings.put("spark.executor.heartbeatInterval", "1s");
        settings.put("spark.sql.warehouse.dir", folder.resolve("warehouse").toString());
        settings.put("spark.executorEnv.SPARK_SCALA_VERSION", "2.13");
        settings.put("spark.executor.extraClassPath", classPath());
        // Both executors before the first task: what is tested is that each has its own engine.
        settings.put("spark.scheduler.minRegisteredResourcesRatio", "1.0");
        settings.put("spark.scheduler.maxRegisteredResourcesWaitingTime", "120s");
        return new SparkCluster(folder, settings);
    }

    /** No cluster: a driver that computes itself, each task up to three times. */
    static SparkCluster ofOneProcess(Path folder) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("spark.master", "local[2,3]");
        // For two thousand rows, compiling a query takes longer than interpreting it.
        settings.put("spark.sql.codegen.wholeStage", "false");
        settings.put("spark.sql.codegen.factoryMode", "NO_CODEGEN");
        settings.put("spark.ui.enabled", "false");
        settings.put("spark.sql.shuffle.partitions", "2");
        settings.put("spark.sql.warehouse.dir", folder.resolve("warehouse").toString());
        return new SparkCluster(folder, settings);
    }

    SparkCluster with(String key, String value) {
        Map<String, String> more = new LinkedHashMap<>(settings);
        more.put(key, value);
        return new SparkCluster(folder, more);
    }

    /** What a driver printed, and how it ended. */
    record Outcome(int exitCode, List<String> output) {

        List<String> linesAfter(String prefix) {
            return output.stream()
                    .filter(line -> line.startsWith(prefix))
                    .map(line -> line.substring(prefix.length()))
                    .toList();
        }
    }

    /** Runs {@code main} as the driver and waits for its end. */
    Outcome run(Class<?> main, String... arguments) throws IOException, InterruptedException {
        return run(driver -> {}, main, arguments);
    }

    /** What a test does to a driver that runs. */
    @FunctionalInterface
    interface Meanwhile {
        void with(ProcessHandle driver) throws InterruptedException;
    }

    /** The same, and does something to the driver and its executors before it waits. */
    Outcome run(Meanwhile meanwhile, Class<?> main, String... arguments) throws IOException, InterruptedException {
        Path output = folder.resolve("driver.log");
        Process driver = builder(SharedClasses.option(), main, arguments)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        meanwhile.with(driver.toHandle());
        if (!driver.waitFor(TIME_LIMIT_MINUTES, TimeUnit.MINUTES)) {
            driver.destroyForcibly();
            throw new IOException("the driver did not end; its output was:\n" + Files.readString(output));
        }
        return new Outcome(driver.exitValue(), Files.readAllLines(output, StandardCharsets.UTF_8));
    }

    /** Starts {@code main} as a driver that is talked to through its standard input and output; Spark's own words go to a file. */
    Process start(Class<?> main, String... arguments) throws IOException, InterruptedException {
        return builder(SharedClasses.option(), main, arguments)
                .redirectError(folder.resolve("driver.log").toFile())
                .start();
    }

    /** @param sharing how the driver and the executors share classes, as an option of a JVM */
    ProcessBuilder builder(String sharing, Class<?> main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(java());
        command.addAll(List.of(QUICK_START.split(" ", -1)));
        command.add(sharing);
        command.addAll(jvmOptions());
        command.add("-Dspark.executor.extraJavaOptions=" + QUICK_START + " \"" + sharing + "\"");
        settings.forEach((key, value) -> command.add("-D" + key + "=" + value));
        command.addAll(List.of("-cp", classPath(), main.getName()));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command);
        builder.environment().put("SPARK_HOME", sparkHome().toString());
        builder.environment().put("SPARK_SCALA_VERSION", "2.13");
        builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
        return builder;
    }

    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** A folder that Spark's launcher takes for an installation: its {@code jars} links to what Maven resolved. */
    private Path sparkHome() throws IOException {
        Path home = folder.resolve("spark-home");
        Path jars = Files.createDirectories(home.resolve("jars"));
        for (Path jar : jars().toList()) {
            Path link = jars.resolve(jar.getFileName());
            if (!Files.exists(link)) {
                Files.createSymbolicLink(link, jar);
            }
        }
        return home;
    }

    /** What Spark needs of the JVM, as the build gives it to this one. */
    private static List<String> jvmOptions() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> option.startsWith("--add-opens")
                        || option.startsWith("-Djdk.reflect")
                        || option.startsWith("-Dai.djl")
                        || option.startsWith("-Xmx"))
                .toList();
    }

    /** What never changes first, since only that can be shared; nothing in it has the name of a class or resource of this project. */
    private static String classPath() {
        return join(Stream.concat(jars(), classPathEntries().filter(entry -> !isForeignJar(entry))));
    }

    static String join(Stream<Path> entries) {
        return entries.map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }

    /** Of Spark and everything else that is not this project. */
    static Stream<Path> jars() {
        return classPathEntries().filter(SparkCluster::isForeignJar);
    }

    private static boolean isForeignJar(Path entry) {
        String name = entry.getFileName().toString();
        return name.endsWith(".jar") && !name.startsWith("honyaku-");
    }

    private static Stream<Path> classPathEntries() {
        return Arrays.stream(JavaProcess.classPath().split(File.pathSeparator, -1))
                .map(entry -> Path.of(entry).toAbsolutePath());
    }
}
