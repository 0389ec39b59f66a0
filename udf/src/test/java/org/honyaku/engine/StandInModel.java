package org.honyaku.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/**
 * A model without arithmetic that takes the cache seriously: each cache row holds the token written to it, and the next token is a
 * hash of all rows that the last token attends to. A wrong slot, copy, position or band therefore changes the output.
 */
final class StandInModel implements LanguageModel {

    static final int VOCABULARY = 1000;
    static final int MAX_POSITIONS = 4096;
    /** Prompts longer than this are in band 1. */
    static final int BAND_BORDER = 100;

    private final KvLayout layout;
    private final long[] cache;
    private final Consumer<StepPlan> observer;
    final CountDownLatch closed = new CountDownLatch(1);

    StandInModel(KvLayout layout, Consumer<StepPlan> observer) {
        this.layout = layout;
        this.cache = new long[layout.tokens()];
        this.observer = observer;
    }

    static StandInModel withSlots(int slots, int slotTokens) {
        return new StandInModel(new KvLayout(slots, slotTokens), plan -> {});
    }

    @Override
    public int vocabularySize() {
        return VOCABULARY;
    }

    @Override
    public int maxPositions() {
        return MAX_POSITIONS;
    }

    @Override
    public KvLayout kvLayout() {
        return layout;
    }

    @Override
    public int ropeBand(int promptTokens) {
        return promptTokens > BAND_BORDER ? 1 : 0;
    }

    @Override
    public StepOutcome run(StepPlan plan) {
        observer.accept(plan);
        for (StepPlan.KvCopy copy : plan.copies()) {
            System.arraycopy(cache, copy.fromRow(), cache, copy.toRow(), copy.tokens());
        }
        List<Integer> tokens = new ArrayList<>();
        for (StepPlan.Chunk chunk : plan.chunks()) {
            write(chunk);
            if (chunk.draw() != null) {
                tokens.add(choose(chunk));
            }
        }
        float[] logprobs = new float[tokens.size()];
        for (int i = 0; i < logprobs.length; i++) {
            logprobs[i] = -tokens.get(i);
        }
        return new StepOutcome(
                TokenIds.of(tokens.stream().mapToInt(Integer::intValue).toArray()), Logprobs.of(logprobs));
    }

    @Override
    public void close() {
        closed.countDown();
    }

    /** What a greedy request must give, computed without any cache. */
    static TokenIds expected(GenerationRequest request) {
        List<Integer> all = new ArrayList<>();
        for (int id : request.promptIds().toArray()) {
            all.add(id);
        }
        int band = request.promptIds().size() > BAND_BORDER ? 1 : 0;
        List<Integer> output = new ArrayList<>();
        do {
            long hash = 0;
            for (int position = 0; position < all.size(); position++) {
                hash = absorb(hash, entry(all.get(position), position, band));
            }
            output.add(token(hash));
            all.add(token(hash));
        } while (output.size() < request.maxNewTokens() && !request.eosIds().contains(output.get(output.size() - 1)));
        return TokenIds.of(output.stream().mapToInt(Integer::intValue).toArray());
    }

    private void write(StepPlan.Chunk chunk) {
        for (int i = 0; i < chunk.tokens().size(); i++) {
            int position = chunk.firstPosition() + i;
            cache[chunk.kvStart() + position] = entry(chunk.tokens().get(i), position, chunk.ropeBand());
        }
    }

    private int choose(StepPlan.Chunk chunk) {
        long hash = 0;
        for (int row = chunk.kvStart(); row < chunk.kvStart() + chunk.kvTokens(); row++) {
            hash = absorb(hash, cache[row]);
        }
        return token(hash);
    }

    /** A key depends on its token, its position and its rope band. */
    private static long entry(int token, int position, int band) {
        return token + 1_000_003L * position + 7_000_000_001L * band;
    }

    private static long absorb(long hash, long entry) {
        return (hash ^ entry) * 0x9E3779B97F4A7C15L + 1;
    }

    private static int token(long hash) {
        return (int) Long.remainderUnsigned(hash >>> 7, VOCABULARY);
    }
}
