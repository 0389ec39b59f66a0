package org.honyaku.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.honyaku.spark.HaltCode;
import org.junit.jupiter.api.Test;

class ExitCodeTest {

    /** Spark, the JVM, the shell and signals mean something by these. */
    private static final List<Integer> TAKEN = List.of(11, 50, 52, 53, 56, 57, 58, 101, 124, 126, 127, 134, 137, 143);

    @Test
    void theNumbersAreThoseThatSchedulersWereTold() {
        assertThat(Stream.of(ExitCode.values()).map(ExitCode::number))
                .containsExactly(0, 1, 2, 3, 10, 12, 13, 14, 15, 75)
                .doesNotContainAnyElementsOf(TAKEN);
    }

    @Test
    void aProcessThatEndsOnPurposeInTheMiddleOfItsWorkSaysSoInNumbersOfItsOwn() {
        assertThat(Stream.of(HaltCode.values()).map(HaltCode::number))
                .containsExactly(20, 21)
                .doesNotContainAnyElementsOf(TAKEN)
                .doesNotContainAnyElementsOf(
                        Stream.of(ExitCode.values()).map(ExitCode::number).toList());
    }
}
