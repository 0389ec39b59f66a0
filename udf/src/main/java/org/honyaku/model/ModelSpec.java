package org.honyaku.model;

/**
 * The shape and arithmetic of a decoder-only transformer, as its config.json states them.
 *
 * @param family whose arithmetic it is
 * @param hidden width of the residual stream
 * @param layers number of transformer layers
 * @param heads attention heads; keys and values have as many
 * @param headSize width of a head
 * @param mlpWidth width inside the MLP
 * @param vocabulary rows of the embedding and of the output layer, often more than the tokenizer has tokens
 * @param maxPositions longest sequence, prompt and output together
 * @param trainedPositions length that the model was trained at; beyond it dynamic NTK and log-n attention set in, where switched on
 * @param epsilon of the norms
 * @param ropeBase of the rotary embedding
 * @param dynamicNtk whether longer prompts use a larger rotary base
 * @param logN whether queries beyond {@code trainedPositions} grow with the logarithm of their position
 */
public record ModelSpec(
        ModelFamily family,
        int hidden,
        int layers,
        int heads,
        int headSize,
        int mlpWidth,
        int vocabulary,
        int maxPositions,
        int trainedPositions,
        double epsilon,
        double ropeBase,
        boolean dynamicNtk,
        boolean logN) {

    /** Weights and biases in all. */
    public long parameters() {
        return family.tensors(this).stream()
                .mapToLong(tensor -> tensor.shape().stream().reduce(1L, Math::multiplyExact))
                .sum();
    }

    /** Numbers that the KV cache holds for one token, all layers together. */
    public long kvNumbersPerToken() {
        return 2L * layers * heads * headSize;
    }
}
