package org.honyaku.spark;

import java.io.Serializable;
import org.honyaku.engine.Sampling;
import org.honyaku.model.StopWords;

/**
 * How translations are generated, in the meaning of {@link Sampling}.
 *
 * @param maxNewTokens where an output is cut, at least 1
 * @param minNewTokens the output does not end before this many tokens; 0 or less forces nothing
 * @param stopWords what ends an output beside the end of sequence, one token later
 * @param seed of the whole run; the same seed gives the same sampled texts, whatever the partitions and the neighbours
 */
public record GenerationSettings(
        int maxNewTokens,
        int minNewTokens,
        boolean doSample,
        double temperature,
        int topK,
        double topP,
        double repetitionPenalty,
        StopWords stopWords,
        long seed)
        implements Serializable {

    public GenerationSettings {
        if (maxNewTokens < 1) {
            throw new IllegalArgumentException("max_new_tokens must be at least 1 but is " + maxNewTokens);
        }
        new Sampling(doSample, temperature, topK, topP, repetitionPenalty);
    }

    /** Always the best token. */
    public static GenerationSettings greedy(int maxNewTokens) {
        return new GenerationSettings(maxNewTokens, 0, false, 1.0, 0, 1.0, 1.0, StopWords.NONE, 0L);
    }

    Sampling sampling() {
        return new Sampling(doSample, temperature, topK, topP, repetitionPenalty);
    }
}
