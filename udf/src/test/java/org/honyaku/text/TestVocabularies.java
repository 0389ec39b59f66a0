package org.honyaku.text;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where the tests find tokenizers: small ones beside them, the full one of Qwen in the project's shared data. */
final class TestVocabularies {

    static final Path SMALL = Path.of("src/test/resources/golden");
    static final Path SHARED = Path.of("../../shared/data");

    private TestVocabularies() {}

    static Path small(String name) {
        return SMALL.resolve(name);
    }

    /** Skips the test, with the reason, where the shared data are not at hand. */
    static Path shared(String name) {
        Path path = SHARED.resolve(name);
        assumeTrue(
                Files.exists(path),
                "skipped: " + path + " is not there (shared data of the project, too large to keep here)");
        return path;
    }
}
