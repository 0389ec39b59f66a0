package org.honyaku.spark;

import org.honyaku.model.ModelFolderException;
import org.honyaku.text.TokenizerException;

/** The engine of an executor could not be loaded, or failed while it ran. It fails the task, never a row. */
public final class EngineFailedException extends RuntimeException {

    /** Who can do something about it. */
    public enum Remedy {
        /** Another model folder, or a mended one. */
        MODEL_FOLDER,
        /** Other settings: there is no such device, or not the memory for what is asked. */
        SETTINGS,
        /** Another attempt, or another machine. */
        TRY_AGAIN
    }

    private final Remedy remedy;

    private EngineFailedException(String message, Remedy remedy, Throwable cause) {
        super(message, cause);
        this.remedy = remedy;
    }

    static EngineFailedException whileLoading(ModelSettings settings, String device, Throwable cause) {
        return new EngineFailedException(
                "the model " + settings.folder() + " could not be loaded on device " + device + ": " + reason(cause),
                remedyFor(cause),
                cause);
    }

    static EngineFailedException whileIdentifying(ModelSettings settings, Throwable cause) {
        return new EngineFailedException(
                "the model folder " + settings.folder() + " cannot be read: " + reason(cause),
                Remedy.MODEL_FOLDER,
                cause);
    }

    static EngineFailedException whileRunning(String device, Throwable cause) {
        return new EngineFailedException(
                "generation failed on device " + device + ": " + reason(cause), Remedy.TRY_AGAIN, cause);
    }

    public Remedy remedy() {
        return remedy;
    }

    private static Remedy remedyFor(Throwable cause) {
        if (cause instanceof ModelFolderException || cause instanceof TokenizerException) {
            return Remedy.MODEL_FOLDER;
        }
        return cause instanceof IllegalArgumentException ? Remedy.SETTINGS : Remedy.TRY_AGAIN;
    }

    private static String reason(Throwable cause) {
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }
}
