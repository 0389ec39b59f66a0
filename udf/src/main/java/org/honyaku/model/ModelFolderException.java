package org.honyaku.model;

import java.nio.file.Path;
import java.util.List;

/** A model folder that cannot be used. The message is one for the user: the folder, then every problem found. */
public final class ModelFolderException extends RuntimeException {

    private final List<String> problems;

    public ModelFolderException(Path folder, List<String> problems) {
        super("cannot use the model folder " + folder + ":\n  - " + String.join("\n  - ", problems));
        this.problems = List.copyOf(problems);
    }

    /** One sentence each. */
    public List<String> problems() {
        return problems;
    }
}
