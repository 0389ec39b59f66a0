package org.honyaku.engine;

import java.util.concurrent.CompletableFuture;

/** Keeps a model busy with everybody's requests. */
public final class GenerationEngine implements AutoCloseable {

    private final LanguageModel model;
    private final EngineSettings settings;

    private GenerationEngine(LanguageModel model, EngineSettings settings) {
        this.model = model;
        this.settings = settings;
    }

    /** Takes over {@code model}: closing the engine closes it. */
    public static GenerationEngine start(LanguageModel model, EngineSettings settings) {
        return new GenerationEngine(model, settings);
    }

    /** Queues a request. The future fails only where the engine failed or was closed; cancelling it drops the request. */
    public CompletableFuture<GenerationResult> submit(GenerationRequest request) {
        return CompletableFuture.failedFuture(new IllegalStateException(request + " " + settings));
    }

    @Override
    public void close() {
        model.close();
    }
}
