package org.honyaku.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.honyaku.engine.EngineSettings;
import org.honyaku.engine.GenerationResult.Completed;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * In every precision a row's ids, and all bits of their log-probabilities, are the same whatever runs beside it. The ordinary build asks it of some
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
        compare("llama-tiny", precision, 3, MixedPrompts.of("llama-tiny", 12));
    }

    @Tag("long")
    @ParameterizedTest
    @FieldSource("org.honyaku.model.Golden#FOLDERS")
    void noneOfAThousandRowsDependsOnItsNeighbours(String folder) {
        compare(folder, 1000, 100);
    }

    private static void compare(String folder, int rows, int roundedRows) {
        compare(folder, Precision.FP32, 1, MixedPrompts.of(folder, rows));
        compare(folder, Precision.BF16, 1, MixedPrompts.of(folder, roundedRows));
        compare(folder, Precision.INT8, 1, MixedPrompts.of(folder, roundedRows));
    }

    private static void compare(String folder, Precision precision, int threads, MixedPrompts prompts) {
        int slots = SEQUENCES[SEQUENCES.length - 1] + EngineSettings.HEAD_SLOTS;
        ModelOptions options = Golden.options(precision, slots, MixedPrompts.longest(), threads);
        try (TorchLanguageModel model = TorchLanguageModel.load(ModelFolder.open(Golden.path(folder)), options)) {
            List<Completed> alone = Batches.complete(model, prompts.requests(false), 1, 0);
            for (int sequences : SEQUENCES) {
                assertThat(Batches.complete(model, prompts.requests(false), sequences, sequences))
                        .as("in %s at %d sequences", precision, sequences)
                        .isEqualTo(alone);
                assertThat(Batches.complete(model, prompts.requests(true), sequences, -sequences))
                        .as("in %s at %d sequences with a shared head", precision, sequences)
                        .isEqualTo(alone);
            }
        }
    }
}
