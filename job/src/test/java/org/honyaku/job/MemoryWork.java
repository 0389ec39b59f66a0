package org.honyaku.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a translation memory says of a run after its death.
 *
 * @param kept texts that are published in it, each by the first half of its key
 * @param begun texts that dead processes have computed, to their end or not, by the same
 */
record MemoryWork(Set<String> kept, Set<String> begun) {

    private static final int DIGITS_IN_A_JOURNAL = 16;

    /** Of the memory of the output {@code out} in {@code folder}. */
    static MemoryWork of(Path folder) throws IOException {
        Path memory = folder.resolve(".out.memory");
        var kept = new HashSet<String>();
        if (Files.isDirectory(memory.resolve("waves"))) {
            for (String key : ParquetFolder.rows(memory.resolve("waves"), "translation_key")) {
                kept.add(key.substring(0, DIGITS_IN_A_JOURNAL));
            }
        }
        return new MemoryWork(kept, begun(memory.resolve("journals")));
    }

    /** A journal has a line for each step in which other texts are computed than before; its first part has all that it ever had. */
    private static Set<String> begun(Path journals) throws IOException {
        var begun = new HashSet<String>();
        for (Path journal : files(journals)) {
            assertThat(journal.toString()).endsWith(".000001");
            for (String line : Files.readAllLines(journal)) {
                Stream.of(line.split(" ", -1))
                        .filter(word -> word.length() == DIGITS_IN_A_JOURNAL)
                        .forEach(begun::add);
            }
        }
        return begun;
    }

    private static List<Path> files(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }
}
