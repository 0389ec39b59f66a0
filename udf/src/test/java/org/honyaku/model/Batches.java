package org.honyaku.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.honyaku.engine.EngineSettings;
import org.honyaku.engine.GenerationEngine;
import org.honyaku.engine.GenerationRequest;
import org.honyaku.engine.GenerationResult;
import org.honyaku.engine.GenerationResult.Completed;
import org.honyaku.engine.LanguageModel;
import org.honyaku.engine.TokenIds;

/** The same requests side by side with more or fewer others. */
final class Batches {

    private static final long RUN_SEED = 4;

    private Batches() {}

    /** What comes out, in the requests' order: at most {@code sequences} side by side, submitted in the order that {@code shuffle} makes. */
    static List<TokenIds> generate(LanguageModel model, List<GenerationRequest> requests, int sequences, long shuffle) {
        return complete(model, requests, sequences, shuffle).stream()
                .map(Completed::outputIds)
                .toList();
    }

    /** As {@link #generate}, with all that is known of each. */
    static List<Completed> complete(
            LanguageModel model, List<GenerationRequest> requests, int sequences, long shuffle) {
        List<Integer> order =
                new ArrayList<>(IntStream.range(0, requests.size()).boxed().toList());
        Collections.shuffle(order, new Random(shuffle));
        EngineSettings settings = new EngineSettings(sequences, Math.max(256, 2 * sequences), 4 * sequences, RUN_SEED);
        try (GenerationEngine engine = GenerationEngine.start(new KeptOpen(model), settings)) {
            List<CompletableFuture<GenerationResult>> futures =
                    new ArrayList<>(Collections.nCopies(requests.size(), null));
            order.forEach(row -> futures.set(row, engine.submit(requests.get(row))));
            return futures.stream().map(future -> (Completed) future.join()).toList();
        }
    }
}
