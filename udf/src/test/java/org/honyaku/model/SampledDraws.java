package org.honyaku.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.honyaku.engine.EngineSettings;
import org.honyaku.engine.GenerationEngine;
import org.honyaku.engine.GenerationRequest;
import org.honyaku.engine.GenerationResult;
import org.honyaku.engine.GenerationResult.Completed;
import org.honyaku.engine.LanguageModel;
import org.honyaku.engine.Sampling;
import org.honyaku.engine.StepPlan.Draw;
import org.honyaku.engine.TokenIds;

/** Many rows of one prompt, each with a seed of its own, sampled by the engine from the model. */
record SampledDraws(TorchLanguageModel model, TokenIds prompt, Sampling sampling) {

    private static final long RUN_SEED = 20;

    /** The first {@code tokens} tokens of rows 0 to {@code rows}. */
    List<TokenIds> draw(LanguageModel drawingModel, int rows, int tokens, int sequences) {
        EngineSettings settings = new EngineSettings(sequences, 256, 4 * sequences, RUN_SEED);
        List<CompletableFuture<GenerationResult>> futures = new ArrayList<>();
        try (GenerationEngine engine = GenerationEngine.start(new KeptOpen(drawingModel), settings)) {
            for (int row = 0; row < rows; row++) {
                futures.add(engine.submit(
                        new GenerationRequest(prompt, prompt.size() - 1, tokens, 0, TokenIds.of(), sampling, row)));
            }
            return futures.stream()
                    .map(future -> ((Completed) future.join()).outputIds())
                    .toList();
        }
    }

    /** First tokens against what the settings make of the prompt's logits. */
    ChiSquare firstTokens(int rows) {
        long[] drawn = new long[model.vocabularySize()];
        draw(model, rows, 1, 64).forEach(ids -> drawn[ids.get(0)]++);
        return ChiSquare.of(drawn, chancesAfter(prompt));
    }

    /** Pairs of tokens against the product of the first one's chance and the second one's after it: steps draw independently. */
    ChiSquare pairs(int rows) {
        int vocabulary = model.vocabularySize();
        double[] first = chancesAfter(prompt);
        int[] possible =
                IntStream.range(0, vocabulary).filter(id -> first[id] > 0).toArray();
        double[] chances = new double[possible.length * vocabulary];
        for (int i = 0; i < possible.length; i++) {
            double[] second = chancesAfter(followedBy(possible[i]));
            for (int id = 0; id < vocabulary; id++) {
                chances[i * vocabulary + id] = first[possible[i]] * second[id];
            }
        }
        long[] drawn = new long[chances.length];
        for (TokenIds ids : draw(model, rows, 2, 64)) {
            drawn[Arrays.binarySearch(possible, ids.get(0)) * vocabulary + ids.get(1)]++;
        }
        return ChiSquare.of(drawn, chances);
    }

    private TokenIds followedBy(int id) {
        int[] ids = Arrays.copyOf(prompt.toArray(), prompt.size() + 1);
        ids[prompt.size()] = id;
        return TokenIds.of(ids);
    }

    private double[] chancesAfter(TokenIds ids) {
        Insight insight = new Insight(model);
        double[] logits = insight.logits(Plans.prefill(Plans.whole(model, 0, ids, Plans.GREEDY)));
        float[] narrow = new float[logits.length];
        IntStream.range(0, logits.length).forEach(id -> narrow[id] = (float) logits[id]);
        TokenIds seen = sampling.penalises()
                ? TokenIds.of(Arrays.stream(ids.toArray()).distinct().toArray())
                : TokenIds.of();
        return insight.chances(narrow, new Draw(sampling, TokenIds.of(), seen, 0));
    }
}
