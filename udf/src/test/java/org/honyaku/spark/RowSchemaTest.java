package org.honyaku.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

class RowSchemaTest {

    private static final StructType INPUT =
            new StructType().add("Status", DataTypes.LongType).add("error", DataTypes.StringType);

    @Test
    void inputColumnsStayFirstAndUntouched() {
        StructType output = RowSchema.extend(new StructType().add("a.b", DataTypes.LongType), "")
                .output();

        assertThat(output.fieldNames())
                .containsExactly(
                        "a.b",
                        "translation",
                        "status",
                        "finish_reason",
                        "prompt_tokens",
                        "output_tokens",
                        "mean_logprob",
                        "attempts",
                        "reused",
                        "error",
                        "translation_key");
    }

    @Test
    void allClashesAreNamedWithTheOptionThatSolvesThem() {
        assertThatThrownBy(() -> RowSchema.extend(INPUT, ""))
                .isInstanceOf(ColumnClashException.class)
                .hasMessageContainingAll("status", "error", "--output-prefix");
    }

    @Test
    void aPrefixSolvesAClash() {
        assertThat(RowSchema.extend(INPUT, "mt_").output().fieldNames()).contains("Status", "mt_status", "mt_error");
    }

    @Test
    void aStatusIsReadAsItWasWritten() {
        for (RowStatus status : RowStatus.values()) {
            assertThat(RowStatus.parse(status.columnValue())).isEqualTo(status);
        }
        assertThatThrownBy(() -> RowStatus.parse("fine")).hasMessageContaining("fine");
    }
}
