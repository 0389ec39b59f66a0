package org.honyaku.job;

import java.io.IOException;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What runs that were killed have left beside an output. Whoever holds the output's lease knows that they are dead. */
final class Leftovers {

    private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);

    private final FileContext files;
    private final Path output;

    Leftovers(FileContext files, Path output) {
        this.files = files;
        this.output = output;
    }

    /** Ends what a dead run had begun to publish, and removes what it left. */
    void settle() throws IOException {
        for (WorkFolder folder : WorkFolder.all(files, output)) {
            settle(folder);
        }
    }

    /**
     * A run renames the old output to {@code replaced} only when the new one is complete and checked. So an output that is missing
     * while {@code replaced} is there was killed between the two renames, and the second one is made up for.
     */
    private void settle(WorkFolder folder) throws IOException {
        DeltaFolder.removeHalfMade(files, output, folder);
        boolean replaced = exists(folder.replaced());
        boolean staged = exists(folder.staged());
        if (replaced && !exists(output)) {
            Path complete = staged ? folder.staged() : folder.replaced();
            files.rename(complete, output);
            LOG.warn("a killed run had not put its output in place; {} is {} now", complete, output);
        } else if (replaced && staged) {
            LOG.warn("left alone: {} holds an output that was replaced by something else than its run", folder.path());
            return;
        }
        folder.delete(files);
        LOG.info("removed what a killed run had left in {}", folder.path());
    }

    private boolean exists(Path path) throws IOException {
        return files.util().exists(path);
    }
}
