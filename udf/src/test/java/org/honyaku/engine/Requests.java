package org.honyaku.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Requests with every knob defaulted. */
final class Requests {

    static final TokenIds NO_EOS = TokenIds.of();

    private Requests() {}

    static GenerationRequest prompt(int... ids) {
        return GenerationRequest.greedy(TokenIds.of(ids), 8, NO_EOS);
    }

    static GenerationRequest withShared(GenerationRequest request, int sharedTokens) {
        return new GenerationRequest(
                request.promptIds(),
                sharedTokens,
                request.maxNewTokens(),
                request.minNewTokens(),
                request.eosIds(),
                request.sampling(),
                request.seed());
    }

    static GenerationRequest sampled(Sampling sampling, int minNewTokens, TokenIds eosIds, long seed, int... ids) {
        return new GenerationRequest(TokenIds.of(ids), 0, 8, minNewTokens, eosIds, sampling, seed);
    }

    /** Prompts of 1 to 120 tokens that begin with the same {@code head}, 1 to 40 new tokens, sometimes ended by token 7. */
    static List<GenerationRequest> ragged(int count, int head, long seed) {
        Random random = new Random(seed);
        List<GenerationRequest> requests = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int[] ids = new int[head + 1 + random.nextInt(120)];
            for (int j = 0; j < ids.length; j++) {
                ids[j] = j < head ? j : random.nextInt(StandInModel.VOCABULARY);
            }
            TokenIds eos = random.nextBoolean() ? TokenIds.of(7, 8, 9) : NO_EOS;
            requests.add(withShared(GenerationRequest.greedy(TokenIds.of(ids), 1 + random.nextInt(40), eos), head));
        }
        return requests;
    }
}
