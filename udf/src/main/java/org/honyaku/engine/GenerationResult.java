package org.honyaku.engine;

/** What came of a request. A refusal is an answer about this request alone; failures of the engine are exceptions. */
public sealed interface GenerationResult {

    /**
     * A finished generation.
     *
     * @param outputIds without the prompt, with the end-of-sequence id where that ended it
     * @param logprobs natural log-softmax of the raw logits at each output id
     */
    record Completed(int promptTokens, TokenIds outputIds, FinishReason finishReason, Logprobs logprobs)
            implements GenerationResult {}

    /** The request cannot run on this engine, however long it waits. */
    record Refused(Refusal reason, String message) implements GenerationResult {}

    /** Why a request cannot run. */
    enum Refusal {
        /** Prompt and new tokens exceed the model's context or the KV cache. */
        TOO_LONG,
        /** A prompt id has no row in the embedding. */
        UNKNOWN_TOKEN,
        /** The model's memory does not suffice for it, even alone. */
        OUT_OF_MEMORY
    }
}
