package org.honyaku.job;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Kills a driver's executors with SIGKILL, one after the other, each time when one more has begun to compute. */
final class ExecutorKills implements SparkCluster.Meanwhile {

    private static final long POLL_MILLIS = 100;
    private static final long LATER_MILLIS = 1_000;

    private final Path journals;
    private final int kills;
    private final Random random = new Random(20_261_125);
    private final Set<String> begun = new HashSet<>();
    private int done;

    /** @param journals which executors write when they compute */
    ExecutorKills(Path journals, int kills) {
        this.journals = journals;
        this.kills = kills;
    }

    int done() {
        return done;
    }

    @Override
    public void with(ProcessHandle driver) throws InterruptedException {
        while (done < kills && driver.isAlive()) {
            if (begun.addAll(engines())) {
                TimeUnit.MILLISECONDS.sleep(random.nextLong(LATER_MILLIS));
                killOne(driver);
            } else {
                TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
            }
        }
    }

    private void killOne(ProcessHandle driver) {
        List<ProcessHandle> executors = driver.descendants().toList();
        if (!executors.isEmpty()
                && executors.get(random.nextInt(executors.size())).destroyForcibly()) {
            done++;
        }
    }

    /** The parts of a journal come and go; its first name stays. */
    private Set<String> engines() {
        if (!Files.isDirectory(journals)) {
            return Set.of();
        }
        try (Stream<Path> files = Files.walk(journals)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString().split("\\.", 2)[0])
                    .collect(Collectors.toSet());
        } catch (IOException | UncheckedIOException e) {
            return Set.of(); // a part was deleted meanwhile
        }
    }
}
