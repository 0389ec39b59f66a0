package org.honyaku.engine;

/**
 * Computes the steps that schedulers plan. It owns the KV cache's tensors and does what the plan says; it decides nothing.
 * As many threads run steps at a time as its cache has lanes, on slots that no two of them share.
 */
public interface LanguageModel extends AutoCloseable {

    /** Rows of the embedding: ids from 0 (inclusive) to this (exclusive) are valid in a prompt. */
    int vocabularySize();

    /** The longest sequence, prompt and output together, that the model was made for. */
    int maxPositions();

    /** The KV cache reserved at load. */
    KvLayout kvLayout();

    /**
     * Which rotary table a prompt of this length uses, for its whole life. Keys of one band mean nothing in another, so a shared head
     * is shared within a band only. Qwen-1's dynamic NTK scaling has several; most models have one, 0.
     */
    int ropeBand(int promptTokens);

    /** Called by each thread that is going to run steps, before its first. */
    default void enterLane() {}

    /** Runs one step. A failure leaves its slots of the cache in an unknown state. */
    StepOutcome run(StepPlan plan);

    @Override
    void close();
}
