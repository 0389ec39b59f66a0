package org.honyaku.model;

/** How a model's rotary embedding reaches further than the length that it was trained at. */
sealed interface RopeScaling {

    /** Not at all. */
    record None() implements RopeScaling {}

    /**
     * Qwen-1's dynamic NTK: the base grows with the prompt's length, see {@link RopeBands}.
     *
     * @param trainedPositions prompts up to here use the base as it is
     */
    record DynamicNtk(int trainedPositions) implements RopeScaling {}

    /**
     * Llama 3's: low frequencies are divided by {@code factor}, high ones stay, those between are blended. The same for all prompts.
     *
     * @param lowFrequencyFactor wavelengths above {@code originalPositions} divided by it are long ones
     * @param highFrequencyFactor wavelengths below {@code originalPositions} divided by it are short ones
     * @see <a href="https://github.com/huggingface/transformers/blob/main/src/transformers/modeling_rope_utils.py">
     *     _compute_llama3_parameters</a>
     */
    record Llama3(double factor, double lowFrequencyFactor, double highFrequencyFactor, int originalPositions)
            implements RopeScaling {}
}
