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
import org.honyaku.engine.Sampling;
import org.honyaku.engine.TokenIds;

/**
 * Prompts as a translation job has them: one head, then texts of many lengths. Every fourth row is generated under controls, every fifth is
 * sampled. Always the same for the same arguments.
 */
record MixedPrompts(int rows, int vocabulary, TokenIds eosIds) {

    private static final int HEAD_TOKENS = 24;
    private static final int MOST_TEXT_TOKENS = 60;
    private static final int NEW_TOKENS = 16;
    private static final long RUN_SEED = 4;

    static MixedPrompts of(String folder, int rows) {
        ModelFolder opened = ModelFolder.open(Golden.path(folder));
        return new MixedPrompts(
                rows, opened.spec().vocabulary(), opened.generationDefaults().eosIds());
    }

    /** Cache rows that hold the longest of them. */
    static int longest() {
        return HEAD_TOKENS + MOST_TEXT_TOKENS + NEW_TOKENS;
    }

    /** What comes out in the prompts' order, at most {@code sequences} side by side, submitted in the order that {@code shuffle} makes. */
    List<TokenIds> generate(LanguageModel model, int sequences, boolean sharesHead, long shuffle) {
        List<GenerationRequest> requests = requests(sharesHead);
        List<Integer> order = new ArrayList<>(IntStream.range(0, rows).boxed().toList());
        Collections.shuffle(order, new Random(shuffle));
        EngineSettings settings = new EngineSettings(sequences, Math.max(256, 2 * sequences), 4 * sequences, RUN_SEED);
        try (GenerationEngine engine = GenerationEngine.start(new KeptOpen(model), settings)) {
            List<CompletableFuture<GenerationResult>> futures = new ArrayList<>(Collections.nCopies(rows, null));
            order.forEach(row -> futures.set(row, engine.submit(requests.get(row))));
            return futures.stream()
                    .map(future -> ((Completed) future.join()).outputIds())
                    .toList();
        }
    }

    private List<GenerationRequest> requests(boolean sharesHead) {
        Random random = new Random(vocabulary);
        int[] head = random.ints(HEAD_TOKENS, 0, vocabulary).toArray();
        List<GenerationRequest> requests = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            int text = 1 + random.nextInt(MOST_TEXT_TOKENS);
            int[] prompt = IntStream.concat(IntStream.of(head), random.ints(text, 0, vocabulary))
                    .toArray();
            boolean controlled = row % 4 == 0;
            Sampling sampling = new Sampling(row % 5 == 0, 0.9, 40, 0.95, controlled ? 1.3 : 1.0);
            requests.add(new GenerationRequest(
                    TokenIds.of(prompt),
                    sharesHead ? HEAD_TOKENS : 0,
                    NEW_TOKENS,
                    controlled ? 5 : 0,
                    eosIds,
                    sampling,
                    row));
        }
        return requests;
    }
}
