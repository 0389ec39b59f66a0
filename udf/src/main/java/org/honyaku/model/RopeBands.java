package org.honyaku.model;

/**
 * Qwen-1's dynamic NTK scaling: a prompt longer than the trained length S uses a larger rotary base, base * alpha^(D/(D-2)) with alpha =
 * 2^b - 1 where 2^(b-1) S is the first such bound that holds the prompt (1, 3, 7, 15 for prompts up to S, 2S, 4S, 8S). The prompt's
 * length decides for the whole sequence. Bands are counted b - 1: 0 for prompts up to S. A model without this scaling has one band.
 *
 * @see <a href="https://huggingface.co/Qwen/Qwen-7B/blob/main/modeling_qwen.py">get_ntk_alpha</a>
 */
record RopeBands(ModelSpec spec) {

    int bandOf(int promptTokens) {
        int band = 0;
        if (spec.rope().scaling() instanceof RopeScaling.DynamicNtk ntk) {
            while (((long) ntk.trainedPositions() << band) < promptTokens) {
                band++;
            }
        }
        return band;
    }

    /** The rotary base of every band that a prompt of the model can have. */
    double[] bases() {
        double[] bases = new double[bandOf(spec.maxPositions()) + 1];
        for (int band = 0; band < bases.length; band++) {
            double alpha = Math.pow(2, band + 1) - 1;
            bases[band] = spec.rope().base() * Math.pow(alpha, spec.headSize() / (spec.headSize() - 2.0));
        }
        return bases;
    }
}
