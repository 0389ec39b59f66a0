package org.honyaku.job.local;

import org.honyaku.engine.GenerationRequest;
import org.honyaku.engine.Sampling;
import org.honyaku.engine.TokenIds;

/** A row of a benchmark: a prompt, and exactly so many tokens to generate. */
record BenchRow(TokenIds promptIds, int outputTokens) {

    GenerationRequest request(int sharedTokens) {
        return new GenerationRequest(promptIds, sharedTokens, outputTokens, 0, TokenIds.of(), Sampling.GREEDY, 0L);
    }
}
