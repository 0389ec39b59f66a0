package org.honyaku.model;

/**
 * The shape and arithmetic of a decoder-only transformer, as its config.json states them. What else differs between families shows in
 * the tensors that they have: a linear layer adds the bias, and a head is normed by the weight, that is there.
 *
 * @param hidden width of the residual stream
 * @param layers number of transformer layers
 * @param heads attention heads
 * @param keyValueHeads heads of keys and values; each serves {@code heads / keyValueHeads} adjacent attention heads
 * @param headSize width of a head
 * @param mlpWidth width inside the MLP
 * @param vocabulary rows of the embedding and of the output layer, often more than the tokenizer has tokens
 * @param maxPositions longest sequence, prompt and output together
 * @param epsilon of the norms
 * @param rope the rotary embedding
 * @param tiedOutput whether the embedding is the output layer, too
 * @param logNFrom queries at positions beyond this grow with the logarithm of their position; 0: none do
 */
record ModelSpec(
        int hidden,
        int layers,
        int heads,
        int keyValueHeads,
        int headSize,
        int mlpWidth,
        int vocabulary,
        int maxPositions,
        double epsilon,
        Rope rope,
        boolean tiedOutput,
        int logNFrom) {

    /** Bounds for what a config.json may state, so that nothing absurd is ever allocated. */
    static final int MAX_LAYERS = 256;

    static final int MAX_WIDTH = 65_536;
    static final int MAX_HEADS = 1024;
    static final int MAX_HEAD_SIZE = 1024;
    static final int MAX_VOCABULARY = 1_000_000;
    static final int MAX_POSITIONS = 1 << 20;

    /** Numbers that the KV cache holds for one token, all layers together. */
    long kvNumbersPerToken() {
        return 2L * layers * keyValueHeads * headSize;
    }
}
