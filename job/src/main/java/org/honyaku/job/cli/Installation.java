package org.honyaku.job.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The folder that Honyaku was started from, with {@code conf/} and {@code sample-data/} in it. {@code bin/honyaku} names it. */
final class Installation {

    private Installation() {}

    /** {@code conf/honyaku.yaml}, where there is one. */
    static Optional<Path> configFile() {
        return file("conf/honyaku.yaml");
    }

    /** The model that translates where none is chosen. */
    static Optional<Path> sampleModel() {
        return file("sample-data/model/nekomata-mini");
    }

    private static Optional<Path> file(String path) {
        return Optional.ofNullable(System.getenv("HONYAKU_HOME"))
                .map(home -> Path.of(home, path))
                .filter(Files::exists);
    }
}
