package org.honyaku.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/**
 * On every CPU int8 products are exact sums of whole numbers, or the form that gets them wrong is not taken; and a row is summed in one order
 * beside however many others. {@code src/test/cpu} asks other CPUs.
 */
class FormChoiceTest {

    private static final int INPUTS = 512;
    private static final int OUTPUTS = 96;
    private static final LayerShape SHAPE = new LayerShape(INPUTS, OUTPUTS, 1);
    private static final int WIDE = 1024;
    private static final int[] ROWS = {1, 3, 64, 100};

    private static TorchLanguageModel model;
    private static FormChoice choice;

    @BeforeAll
    static void load() {
        model = Golden.load(Golden.TINY, Precision.INT8);
        choice = new FormChoice(model.program(), List.of(SHAPE, new LayerShape(OUTPUTS, INPUTS, 2)));
    }

    @AfterAll
    static void close() {
        model.close();
    }

    @Test
    void theChosenFormIsExact() {
        LinearForm chosen = choice.of(new Arithmetic("cpu", Precision.INT8, Precision.FP32));
        assertThat(differsFromWholeSums(chosen)).isFalse();
    }

    @Test
    void aModelIsLoadedInAnExactForm() {
        LinearForm loaded = form(model);
        assertThat(loaded.code()).isGreaterThan(LinearForm.PACKED_FOR_FEW_ROWS.code());
        assertThat(differsFromWholeSums(loaded)).isFalse();
    }

    /** Before VNNI, two products of 255 x 64 are the most that fit, so this one must work wherever int8 is computed at all. */
    @Test
    void weightsOfSevenBitsAreExactOnEveryCpu() {
        assertThat(choice.isExact(LinearForm.NARROW_INT8, SHAPE)).isTrue();
        assertThat(differsFromWholeSums(LinearForm.NARROW_INT8)).isFalse();
    }

    @ParameterizedTest
    @EnumSource(
            names = {"PLAIN", "PACKED", "PACKED_FOR_FEW_ROWS"},
            mode = Mode.EXCLUDE)
    void theTrialFindsOutWhichFormsAreExact(LinearForm form) {
        assertThat(choice.isExact(form, SHAPE)).isEqualTo(!differsFromWholeSums(form));
    }

    /** As wide as layers of real models are; tiny ones are summed in one order on every CPU. */
    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "AUTO")
    void aRowOfAWideLayerGetsTheSameBitsBesideOthers(Precision precision) {
        try (TorchLanguageModel wide = Golden.load(Golden.TINY, precision)) {
            int code = form(wide).code();
            double[] weight = random(8 * OUTPUTS * WIDE);
            double[] x = random(300 * WIDE);
            double[] lone = wide.program().callForNumbers("through_layer", weight, row(x, 2, WIDE), WIDE, code);
            for (int rows : new int[] {3, 64, 81, 128, 300}) {
                double[] some = wide.program()
                        .callForNumbers("through_layer", weight, Arrays.copyOf(x, rows * WIDE), WIDE, code);
                assertThat(row(some, 2, lone.length)).as("of %d rows", rows).isEqualTo(lone);
            }
        }
    }

    private static double[] row(double[] rows, int index, int width) {
        return Arrays.copyOfRange(rows, index * width, (index + 1) * width);
    }

    private static double[] random(int count) {
        return new Random(count).doubles(count, -1, 1).toArray();
    }

    private static LinearForm form(TorchLanguageModel loaded) {
        return Arrays.stream(LinearForm.values())
                .filter(form -> form.label().equals(loaded.linearLayers()))
                .findFirst()
                .orElseThrow();
    }

    /** Weights and rows of whole numbers that no form rounds, random ones and the largest. */
    private static boolean differsFromWholeSums(LinearForm form) {
        int largest = form == LinearForm.NARROW_INT8 ? 64 : 127;
        boolean differs = false;
        for (int rows : ROWS) {
            for (boolean extreme : new boolean[] {false, true}) {
                double[] weight = wholeNumbers(OUTPUTS, largest, extreme);
                double[] x = wholeNumbers(rows, 127, extreme);
                differs |= differs(
                        model.program().callForNumbers("through_layer", weight, x, INPUTS, form.code()),
                        product(weight, x));
            }
        }
        return differs;
    }

    /** A row's largest number is always there, so that its scale is one. */
    private static double[] wholeNumbers(int rows, int largest, boolean extreme) {
        Random random = new Random(rows);
        return IntStream.range(0, rows * INPUTS)
                .mapToDouble(i -> extreme || i % INPUTS == 0 ? largest : random.nextInt(2 * largest + 1) - largest)
                .toArray();
    }

    private static double[] product(double[] weight, double[] x) {
        return IntStream.range(0, x.length / INPUTS * OUTPUTS)
                .mapToDouble(i -> IntStream.range(0, INPUTS)
                        .mapToDouble(k -> x[i / OUTPUTS * INPUTS + k] * weight[i % OUTPUTS * INPUTS + k])
                        .sum())
                .toArray();
    }

    /** By more than the last bits of a float32. */
    private static boolean differs(double[] actual, double[] whole) {
        return IntStream.range(0, whole.length)
                .anyMatch(i -> Math.abs(actual[i] - whole[i]) > 0.5 + 1e-6 * Math.abs(whole[i]));
    }
}
