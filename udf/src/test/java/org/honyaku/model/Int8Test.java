package org.honyaku.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.honyaku.engine.GenerationRequest;
import org.honyaku.engine.TokenIds;
import org.junit.jupiter.api.Test;

/** Rounding to int8 changes some texts of a trained model, and not most of them. That batches change none is {@link BatchInvarianceTest}. */
class Int8Test {

    private static final int SEQUENCES = 64;

    @Test
    void mostTextsOfTheSampleCorpusAreThoseOfFloat32() {
        List<GenerationRequest> requests = SampleCorpus.requests();
        List<TokenIds> rounded = generate(requests, Precision.INT8);
        List<TokenIds> exact = generate(requests, Precision.FP32);
        long equal = IntStream.range(0, requests.size())
                .filter(row -> rounded.get(row).equals(exact.get(row)))
                .count();
        assertThat(equal / (double) requests.size()).isGreaterThan(0.85);
    }

    private static List<TokenIds> generate(List<GenerationRequest> requests, Precision precision) {
        ModelOptions options = Golden.options(precision, SEQUENCES, SampleCorpus.LONGEST);
        try (TorchLanguageModel model = TorchLanguageModel.load(ModelFolder.open(SampleCorpus.MODEL), options)) {
            return Batches.generate(model, requests, SEQUENCES, 0);
        }
    }
}
