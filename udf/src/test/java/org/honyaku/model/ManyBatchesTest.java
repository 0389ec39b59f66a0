package org.honyaku.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.function.LongUnaryOperator;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A process that computes for a night does not grow. The ordinary build asks it of some batches; {@code mvn -pl udf test -Plong
 * -Dtest=ManyBatchesTest} of 300,000, or of {@code -Dhonyaku.batches=N}.
 */
class ManyBatchesTest {

    private static final double MOST_BYTES_PER_BATCH = (1 << 20) / 10_000.0;

    @Test
    void theSlopeIsThatOfAllBatchesAndNotOfTwoMoments() {
        assertThat(slope(Sample::inUse, samples(i -> 300 * i))).isEqualTo(300);
        assertThat(slope(Sample::inUse, samples(i -> 300 * i + (i < 50 ? 0 : 20 << 20))))
                .isEqualTo(300);
        assertThat(slope(Sample::inUse, samples(i -> i < 50 ? 0 : 20 << 20))).isZero();
        assertThat(slope(Sample::inUse, samples(i -> i / 33 * (20 << 20)))).isZero();
    }

    private static List<Sample> samples(LongUnaryOperator bytes) {
        return LongStream.range(0, 100)
                .mapToObj(i -> new Sample(i, bytes.applyAsLong(i), bytes.applyAsLong(i), 1))
                .toList();
    }

    /** What is free goes back to the system from time to time, so only what is resident at those times tells whether it grows. */
    @Test
    void theSlopeOfTheTroughsIsBlindToWhatTheNextTrimGivesBack() {
        assertThat(troughSlope(samples(i -> 1_000 * i), 10)).isEqualTo(1_000);
        assertThat(troughSlope(samples(i -> 1_000 * (i % 10)), 10)).isZero();
        assertThat(troughSlope(samples(i -> 1_000 * (i % 10) + 50_000 * (i / 10 % 2)), 10))
                .isZero();
        assertThat(troughSlope(samples(i -> i < 50 ? 0 : 20 << 20), 10)).isPositive();
    }

    @Test
    void memoryDoesNotGrowWithTheBatches() throws Exception {
        assertSteady(run(24_000));
    }

    /** What is in use spreads over more and more pages at first, some MiB in the first hundred thousand batches, and then no further. */
    @Test
    @Tag("long")
    void memoryDoesNotGrowInTheCourseOfANight() throws Exception {
        List<Sample> samples = run(Long.getLong("honyaku.batches", 300_000));
        assertSteady(samples);
        double resident = troughSlope(late(samples), TorchLanguageModel.STEPS_UNTIL_TRIM);
        System.out.printf("%.2f MiB resident for each 10,000 after trims%n", resident * 10_000 / (1 << 20));
        assertThat(resident).as("resident bytes for each batch").isLessThan(MOST_BYTES_PER_BATCH);
    }

    private record Sample(long batches, long inUse, long resident, long resources) {

        static Sample parse(String line) {
            long[] numbers = Arrays.stream(line.split(" ", -1))
                    .mapToLong(Long::parseLong)
                    .toArray();
            return new Sample(numbers[0], numbers[1], numbers[2], numbers[3]);
        }
    }

    /** In the beginning code is compiled and buffers find their sizes. */
    private static List<Sample> late(List<Sample> samples) {
        return samples.subList(samples.size() / 3, samples.size());
    }

    private static void assertSteady(List<Sample> samples) {
        List<Sample> late = late(samples);
        double inUse = slope(Sample::inUse, late);
        System.out.printf(
                "%,d batches: %.2f MiB in use and %.2f MiB resident for each 10,000; %.1f MiB resident and %d things held at the end%n",
                late.get(late.size() - 1).batches(),
                inUse * 10_000 / (1 << 20),
                slope(Sample::resident, late) * 10_000 / (1 << 20),
                late.get(late.size() - 1).resident() / (double) (1 << 20),
                late.get(late.size() - 1).resources());
        assertThat(inUse).as("bytes in use for each batch").isLessThan(MOST_BYTES_PER_BATCH);
        assertThat(samples)
                .extracting(Sample::resources)
                .containsOnly(samples.get(0).resources());
    }

    /**
     * A heap that is all there from the beginning, and no second compiler, which takes megabytes when it pleases: what grows is what
     * libtorch holds, or a mistake.
     */
    private static List<Sample> run(long batches) throws IOException, InterruptedException {
        var builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xms256m",
                        "-Xmx256m",
                        "-XX:+AlwaysPreTouch",
                        "-XX:TieredStopAtLevel=1",
                        "-Dai.djl.offline=true",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        ManyBatches.class.getName(),
                        Long.toString(batches))
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        // oneDNN keeps this many kernels of products, one for each number of rows. Full from the beginning, they cannot
        // grow later.
        builder.environment().put("ONEDNN_PRIMITIVE_CACHE_CAPACITY", "64");
        // As bin/honyaku sets them, and conf/spark-defaults.conf for executors.
        builder.environment()
                .putAll(Map.of(
                        "MALLOC_ARENA_MAX", "16",
                        "MALLOC_MMAP_THRESHOLD_", "8589934592",
                        "MALLOC_TRIM_THRESHOLD_", "8589934592",
                        "GLIBC_TUNABLES", "glibc.malloc.hugetlb=1"));
        Process process = builder.start();
        process.getOutputStream().close();
        List<Sample> samples = process.inputReader()
                .lines()
                .filter(line -> line.matches("\\d+ \\d+ \\d+ \\d+"))
                .map(Sample::parse)
                .toList();
        assertThat(process.waitFor()).isZero();
        return samples;
    }

    /**
     * The median of the slopes between samples that are near each other. Growth with the batches is between all of them; a buffer that
     * finds a new size now and then, because more rows came together than ever before, is between few.
     */
    private static double slope(ToLongFunction<Sample> bytes, List<Sample> samples) {
        return slope(bytes, samples, Math.max(1, samples.size() / 8));
    }

    private static double slope(ToLongFunction<Sample> bytes, List<Sample> samples, int near) {
        double[] slopes = IntStream.range(0, samples.size())
                .boxed()
                .flatMap(i ->
                        samples.stream().skip(i + 1L).limit(near).map(later -> slope(bytes, samples.get(i), later)))
                .mapToDouble(Double::doubleValue)
                .sorted()
                .toArray();
        return slopes[slopes.length / 2];
    }

    /**
     * That of the least resident memory in each whole period of so many batches, between all periods: these are few and go up and down by
     * more than they grow.
     */
    private static double troughSlope(List<Sample> samples, long period) {
        var troughs = new TreeMap<Long, Sample>();
        samples.forEach(sample -> troughs.merge(
                sample.batches() / period, sample, BinaryOperator.minBy(Comparator.comparing(Sample::resident))));
        List<Sample> all = List.copyOf(troughs.values());
        return slope(Sample::resident, all.subList(1, all.size() - 1), all.size());
    }

    private static double slope(ToLongFunction<Sample> bytes, Sample earlier, Sample later) {
        return (bytes.applyAsLong(later) - bytes.applyAsLong(earlier)) / (double) (later.batches() - earlier.batches());
    }
}
