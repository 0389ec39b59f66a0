package org.honyaku.job.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.honyaku.job.ExitCode;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Settings that try to be code, or to have rows left out: refused within seconds, with nothing written and nothing executed. */
class HostileSettingsTest {

    private final Path folder;

    HostileSettingsTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @ParameterizedTest
    @Timeout(5)
    @ValueSource(
            strings = {
                "max_new_tokens: reflect('java.lang.System', 'exit', 1)",
                "max_new_tokens: ${env:HOME}",
                "model: !!javax.script.ScriptEngineManager [!!java.net.URLClassLoader []]",
                "reflect('java.lang.System', 'exit', 1): 1",
                "text_colum: body",
                "spark.sql.files.ignoreCorruptFiles: true",
                "spark.sql.files.ignoreMissingFiles: true",
                "spark.speculation: true",
                "seed: 1\nseed: 2",
                "- a list",
                "precision: [fp32, bf16]"
            })
    void aConfigurationFile(String content) throws IOException {
        Path file = Files.writeString(folder.resolve("hostile.yaml"), content + "\n");
        assertRefused("--config", file.toString());
    }

    @ParameterizedTest
    @Timeout(5)
    @ValueSource(
            strings = {
                "max_new_tokens=reflect('java.lang.System', 'exit', 1)",
                "`max_new_tokens`=1",
                "text_column`, reflect('x')=1",
                "nothing_of_the_kind=1",
                "spark.sql.files.ignoreCorruptFiles=true",
                "spark.speculation=true"
            })
    void anAssignment(String assignment) throws IOException {
        assertRefused("--set", assignment);
    }

    private void assertRefused(String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of(
                "translate",
                "--model",
                Commands.TINY_MODEL.toString(),
                "--input",
                folder.resolve("in.parquet").toString(),
                "--output",
                folder.resolve("out").toString()));
        all.addAll(List.of(arguments));

        Commands.Outcome outcome = Commands.run(all.toArray(String[]::new));

        assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(ExitCode.USAGE);
        assertThat(outcome.err()).contains("honyaku: ").doesNotContain("\tat ");
        try (var left = Files.list(folder)) {
            assertThat(left.filter(path -> !path.endsWith("hostile.yaml"))).isEmpty();
        }
    }
}
