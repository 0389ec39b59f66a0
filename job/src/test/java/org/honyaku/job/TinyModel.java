package org.honyaku.job;

import java.nio.file.Path;
import org.honyaku.model.ModelFolder;
import org.honyaku.spark.GenerationSettings;
import org.honyaku.spark.ModelSettings;
import org.honyaku.spark.PromptSettings;
import org.honyaku.spark.TranslateSettings;

/** The random model of the golden fixtures, in the arithmetic in which neighbours do not matter. */
final class TinyModel {

    static final Path FOLDER = Path.of("../udf/src/test/resources/golden/qwen1-tiny")
            .toAbsolutePath()
            .normalize();

    private TinyModel() {}

    static TranslateSettings settings(int maxNewTokens) {
        return new TranslateSettings(
                new ModelSettings(
                        FOLDER.toString(), ModelFolder.open(FOLDER).digest(), "cpu", "fp32", 1, 8, 256, 0, 60),
                PromptSettings.of("ja-en"),
                GenerationSettings.greedy(maxNewTokens));
    }
}
