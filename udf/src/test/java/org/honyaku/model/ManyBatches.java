package org.honyaku.model;

import ai.djl.ndarray.BaseNDManager;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.honyaku.engine.EngineSettings;
import org.honyaku.engine.GenerationEngine;
import org.honyaku.engine.GenerationRequest;
import org.honyaku.engine.GenerationResult;

/** A process that has a tiny model compute batch after batch and prints, again and again, how much memory it uses. */
final class ManyBatches {

    private static final int SEQUENCES = 16;
    private static final int REQUESTS_AT_A_TIME = 256;

    private ManyBatches() {}

    /**
     * Takes how many batches. A line has the batches so far, the bytes in use in the C library's heap, the resident anonymous memory in
     * bytes, and what DJL's managers hold.
     */
    public static void main(String[] arguments) throws ReflectiveOperationException {
        long batches = Long.parseLong(arguments[0]);
        List<GenerationRequest> requests =
                MixedPrompts.of(Golden.TINY, REQUESTS_AT_A_TIME).requests(true);
        var settings = new EngineSettings(SEQUENCES, 256, 4 * SEQUENCES, 4);
        try (TorchLanguageModel model = Golden.load(Golden.TINY, Precision.FP32, SEQUENCES, MixedPrompts.longest());
                GenerationEngine engine = GenerationEngine.start(new KeptOpen(model), settings)) {
            while (engine.stats().steps() < batches) {
                List<CompletableFuture<GenerationResult>> results =
                        requests.stream().map(engine::submit).toList();
                results.forEach(CompletableFuture::join);
                System.out.printf(
                        "%d %d %d %d%n",
                        engine.stats().steps(), CHeap.bytesInUse(), ResidentMemory.anonymous(), resources(model));
            }
        }
    }

    /** DJL tells nobody how many things a manager will have to close. */
    private static int resources(TorchLanguageModel model) throws ReflectiveOperationException {
        var manager = TorchProgram.class.getDeclaredField("manager");
        manager.setAccessible(true);
        var resources = BaseNDManager.class.getDeclaredField("resources");
        resources.setAccessible(true);
        return ((Map<?, ?>) resources.get(manager.get(model.program()))).size();
    }
}
