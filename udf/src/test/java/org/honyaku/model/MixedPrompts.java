package org.honyaku.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.honyaku.engine.GenerationRequest;
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

    static MixedPrompts of(String folder, int rows) {
        ModelFolder opened = ModelFolder.open(Golden.path(folder));
        return new MixedPrompts(
                rows, opened.spec().vocabulary(), opened.generationDefaults().eosIds());
    }

    /** Cache rows that hold the longest of them. */
    static int longest() {
        return HEAD_TOKENS + MOST_TEXT_TOKENS + NEW_TOKENS;
    }

    List<GenerationRequest> requests(boolean sharesHead) {
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
