package org.honyaku.job.memory;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.fs.Path;

/**
 * Which folders a memory consists of at one moment.
 *
 * @param generation the last compacted one: each key once
 * @param waves published since, in any order; a key may be in several of them
 */
public record MemoryContents(Optional<Path> generation, List<Path> waves) {

    public MemoryContents {
        waves = List.copyOf(waves);
    }

    /** The same with waves that were published meanwhile. */
    public MemoryContents plus(List<Path> more) {
        var all = new ArrayList<>(waves);
        all.addAll(more);
        return new MemoryContents(generation, all);
    }

    /** Only {@code waves}. */
    public static MemoryContents of(List<Path> waves) {
        return new MemoryContents(Optional.empty(), waves);
    }

    String[] folders() {
        return Stream.concat(generation.stream(), waves.stream())
                .map(Path::toString)
                .toArray(String[]::new);
    }
}
