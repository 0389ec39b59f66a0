package org.honyaku.engine;

import java.util.List;

/**
 * One prompt to be continued.
 *
 * @param promptIds the whole prompt, at least one id
 * @param sharedTokens how many leading ids the caller expects many requests to share (the template's constant head); their keys
 *     and values are computed once and reused. 0 shares nothing
 * @param maxNewTokens at least 1
 * @param minNewTokens end-of-sequence ids are impossible while fewer tokens than this are out; may exceed {@code maxNewTokens}
 * @param eosIds any of these ends the generation; empty to ignore the end of sequence
 * @param sampling how tokens are chosen
 * @param seed of this row; with the step's number it fixes every random draw, whatever the neighbours. It is the row's name
 *     for whoever watches the engine
 * @param stopSequences when prompt and output together end with one of these, the next token is the first of {@code eosIds}, as with
 *     Qwen-1's {@code stop_words_ids}; the stop sequence itself stays in the output
 * @param stopRule ends the generation as well, even before {@code minNewTokens}; what met it is part of the output
 */
public record GenerationRequest(
        TokenIds promptIds,
        int sharedTokens,
        int maxNewTokens,
        int minNewTokens,
        TokenIds eosIds,
        Sampling sampling,
        long seed,
        List<TokenIds> stopSequences,
        StopRule stopRule) {

    public GenerationRequest {
        stopSequences = List.copyOf(stopSequences);
        if (promptIds.isEmpty()) {
            throw new IllegalArgumentException("the prompt is empty; a model continues at least one token");
        }
        if (maxNewTokens < 1) {
            throw new IllegalArgumentException("max_new_tokens must be at least 1 but is " + maxNewTokens);
        }
        if (!stopSequences.isEmpty() && (eosIds.isEmpty() || stopSequences.contains(TokenIds.of()))) {
            throw new IllegalArgumentException(
                    "stop sequences need at least one token each, and an end-of-sequence id to stop with");
        }
        if (sharedTokens < 0) {
            throw new IllegalArgumentException("sharedTokens must not be negative but is " + sharedTokens);
        }
    }

    /** A request that nothing but the end of sequence or the limit ends. */
    public GenerationRequest(
            TokenIds promptIds,
            int sharedTokens,
            int maxNewTokens,
            int minNewTokens,
            TokenIds eosIds,
            Sampling sampling,
            long seed) {
        this(promptIds, sharedTokens, maxNewTokens, minNewTokens, eosIds, sampling, seed, List.of(), StopRule.NEVER);
    }

    /** The same with these stop sequences. */
    public GenerationRequest stoppingAfter(List<TokenIds> sequences) {
        return new GenerationRequest(
                promptIds, sharedTokens, maxNewTokens, minNewTokens, eosIds, sampling, seed, sequences, stopRule);
    }

    /** The same, ended by {@code rule} as well. */
    public GenerationRequest stoppingAt(StopRule rule) {
        return new GenerationRequest(
                promptIds, sharedTokens, maxNewTokens, minNewTokens, eosIds, sampling, seed, stopSequences, rule);
    }

    /** A greedy request that shares nothing. */
    public static GenerationRequest greedy(TokenIds promptIds, int maxNewTokens, TokenIds eosIds) {
        return new GenerationRequest(promptIds, 0, maxNewTokens, 0, eosIds, Sampling.GREEDY, 0L);
    }
}
