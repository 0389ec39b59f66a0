package org.honyaku.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.honyaku.engine.GenerationResult.Completed;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * In every precision a row's ids, and all bits of their log-probabilities, are the same whatever runs beside it, in its lane or in another. The ordinary build asks it of some
 * rows of each family; a thousand rows of each in float32, and a hundred in the other precisions, are {@code mvn -pl udf test -Plong -Dtest=BatchInvarianceTest}.
 */
class BatchInvarianceTest {

    private static final int[] SEQUENCES = {1, 3, 8, 64};

    @ParameterizedTest
    @FieldSource("org.honyaku.model.Golden#FOLDERS")
    void aRowDoesNotDependOnItsNeighbours(String folder) {
        compare(folder, 40, 10);
    }

    /** Where the share of one of several threads ends must not matter either. */
    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "AUTO")
    void norDoesItOnSeveralThreads(Precision precision) {
        compare("llama-tiny", options(precision, 64, 3), MixedPrompts.of("llama-tiny", 12));
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "AUTO")
    void norDoesItInSeveralLanes(Precision precision) {
        compare("qwen2-tiny", options(precision, 192, 3), MixedPrompts.of("qwen2-tiny", 40));
    }

    @Tag("long")
    @ParameterizedTest
    @FieldSource("org.honyaku.model.Golden#FOLDERS")
    void noneOfAThousandRowsDependsOnItsNeighbours(String folder) {
        compare(folder, 1000, 100);
    }

    private static void compare(String folder, int rows, int roundedRows) {
        compare(folder, options(Precision.FP32, 64, 1), MixedPrompts.of(folder, rows));
        compare(folder, options(Precision.BF16, 64, 1), MixedPrompts.of(folder, roundedRows));
        compare(folder, options(Precision.INT8, 64, 1), MixedPrompts.of(folder, roundedRows));
    }

    private static ModelOptions options(Precision precision, int slots, int threads) {
        return Golden.options(precision, slots, MixedPrompts.longest(), threads);
    }

    private static void compare(String folder, ModelOptions options, MixedPrompts prompts) {
        try (TorchLanguageModel model = TorchLanguageModel.load(ModelFolder.open(Golden.path(folder)), options)) {
            List<Completed> alone = Batches.complete(model, prompts.requests(false), 1, 0);
            for (int sequences : SEQUENCES) {
                assertThat(Batches.complete(model, prompts.requests(false), sequences, sequences))
                        .as("in %s at %d sequences", options.precision(), sequences)
                        .isEqualTo(alone);
                assertThat(Batches.complete(model, prompts.requests(true), sequences, -sequences))
                        .as("in %s at %d sequences with a shared head", options.precision(), sequences)
                        .isEqualTo(alone);
            }
        }
    }
}
