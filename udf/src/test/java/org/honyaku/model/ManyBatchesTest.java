package org.honyaku.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A process that computes for a night does not grow. The ordinary build asks it of some batches; {@code mvn -pl udf test -Plong
 * -Dtest=ManyBatchesTest} of 100,000, or of {@code -Dhonyaku.batches=N}.
 */
class ManyBatchesTest {

    private static final double MOST_BYTES_PER_BATCH = (1 << 20) / 10_000.0;

    @Test
    void theSlopeIsThatOfAllBatchesAndNotOfOneMoment() {
        assertThat(slope(samples(i -> 300 * i))).isEqualTo(300);
        assertThat(slope(samples(i -> i < 40 ? 0 : 20 << 20))).isZero();
    }

    private static List<Sample> samples(LongUnaryOperator bytes) {
        return LongStream.range(0, 100)
                .mapToObj(i -> new Sample(i, bytes.applyAsLong(i), 1))
                .toList();
    }

    @Test
    void memoryDoesNotGrowWithTheBatches() throws Exception {
        assertSteady(24_000);
    }

    @Test
    @Tag("long")
    void memoryDoesNotGrowInTheCourseOfANight() throws Exception {
        assertSteady(Long.getLong("honyaku.batches", 100_000));
    }

    private record Sample(long batches, long bytes, long resources) {

        static Sample parse(String line) {
            long[] numbers = Arrays.stream(line.split(" ", -1))
                    .mapToLong(Long::parseLong)
                    .toArray();
            return new Sample(numbers[0], numbers[1], numbers[2]);
        }
    }

    private static void assertSteady(long batches) throws IOException, InterruptedException {
        List<Sample> samples = run(batches);
        // In the beginning code is compiled and buffers find their sizes.
        List<Sample> late = samples.subList(samples.size() / 3, samples.size());
        double slope = slope(late);
        System.out.printf(
                "%,d batches: %.2f MiB for each 10,000, %.1f MiB at the end, %d things held%n",
                batches,
                slope * 10_000 / (1 << 20),
                late.get(late.size() - 1).bytes() / (double) (1 << 20),
                late.get(0).resources());
        assertThat(slope).as("bytes for each batch").isLessThan(MOST_BYTES_PER_BATCH);
        assertThat(samples)
                .extracting(Sample::resources)
                .containsOnly(samples.get(0).resources());
    }

    /** A heap that is all there from the beginning: what grows is what libtorch holds, or a mistake. */
    private static List<Sample> run(long batches) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xms256m",
                        "-Xmx256m",
                        "-XX:+AlwaysPreTouch",
                        "-Dai.djl.offline=true",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        ManyBatches.class.getName(),
                        Long.toString(batches))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        process.getOutputStream().close();
        List<Sample> samples = process.inputReader()
                .lines()
                .filter(line -> line.matches("\\d+ \\d+ \\d+"))
                .map(Sample::parse)
                .toList();
        assertThat(process.waitFor()).isZero();
        return samples;
    }

    /**
     * The median of the slopes between any two samples (Theil and Sen). Growth with the batches shows in all of them; a
     * compiler's thread that takes 20 MiB once, whenever that is, in few.
     */
    private static double slope(List<Sample> samples) {
        double[] slopes = IntStream.range(0, samples.size())
                .boxed()
                .flatMap(i -> samples.stream().skip(i + 1L).map(later -> slope(samples.get(i), later)))
                .mapToDouble(Double::doubleValue)
                .sorted()
                .toArray();
        return slopes[slopes.length / 2];
    }

    private static double slope(Sample earlier, Sample later) {
        return (later.bytes() - earlier.bytes()) / (double) (later.batches() - earlier.batches());
    }
}
