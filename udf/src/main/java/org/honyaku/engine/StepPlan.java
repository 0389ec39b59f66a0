package org.honyaku.engine;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the next step of the model computes: a value made by the scheduler, executed by a {@link LanguageModel}. All tokens of
 * all chunks lie one after another without padding.
 *
 * <ul>
 *   <li>{@code copies} come first: cached keys and values are copied before any chunk attends to them;
 *   <li>{@code chunks} are ordered: those of {@code decodeRuns} first (one token each), then the prefill chunks;
 *   <li>{@code decodeRuns} cover the leading decode chunks, in order and without a gap.
 * </ul>
 */
public record StepPlan(List<KvCopy> copies, List<Chunk> chunks, List<DecodeRun> decodeRuns) {

    public StepPlan {
        copies = List.copyOf(copies);
        chunks = List.copyOf(chunks);
        decodeRuns = List.copyOf(decodeRuns);
        int decoding = decodeRuns.stream().mapToInt(DecodeRun::chunks).sum();
        if (decoding > chunks.size()) {
            throw new IllegalArgumentException(
                    decoding + " decode chunks in runs, " + chunks.size() + " chunks in all");
        }
    }

    /** Chunks at the head of the list that decode one token each. */
    public int decodeChunks() {
        return decodeRuns.stream().mapToInt(DecodeRun::chunks).sum();
    }

    /** All tokens of the step. */
    public int tokens() {
        return chunks.stream().mapToInt(chunk -> chunk.tokens().size()).sum();
    }

    /**
     * Consecutive tokens of one sequence. Token {@code i} of the chunk has position {@code firstPosition + i}, its key and value go to
     * row {@code kvStart + firstPosition + i} of the cache, and it attends to rows {@code kvStart} up to its own.
     *
     * @param kvStart first cache row of the sequence
     * @param firstPosition 0-based position of the chunk's first token in its sequence
     * @param ropeBand see {@link LanguageModel#ropeBand}
     * @param draw how to choose a token after the last one of the chunk; null where the prompt goes on in a later step
     */
    public record Chunk(
            int kvStart,
            int firstPosition,
            TokenIds tokens,
            int ropeBand,
            @Nullable Draw draw) {

        public Chunk {
            if (tokens.isEmpty()) {
                throw new IllegalArgumentException("a chunk without tokens");
            }
        }

        /** Rows of the cache that the chunk's last token attends to. */
        public int kvTokens() {
            return firstPosition + tokens.size();
        }
    }

    /**
     * Decode chunks that attend together: their sequences lie {@code stride} cache rows apart, beginning at {@code kvStart}.
     *
     * @param chunks how many, at least 1
     * @param kvTokens cache rows that are looked at for each: the most {@link Chunk#kvTokens} among them, in whole blocks
     *     ({@link KvLayout#keyBlock}); what lies beyond a chunk's own is masked
     */
    public record DecodeRun(int kvStart, int stride, int chunks, int kvTokens) {}

    /** Copies the keys and values of {@code tokens} cache rows in every layer. */
    public record KvCopy(int fromRow, int toRow, int tokens) {}

    /**
     * How a token is chosen from the logits of a chunk's last token.
     *
     * @param banned ids that get no probability in this step (the end of sequence while the minimum length is not reached)
     * @param seen distinct ids of prompt and output where the sampling penalises repetition, else empty
     * @param uniform in [0, 1), decides a sampled token; unused in greedy decoding
     * @param forced the id that is chosen whatever the scores, or {@link #FREE}
     */
    public record Draw(Sampling sampling, TokenIds banned, TokenIds seen, double uniform, int forced) {

        /** The scores decide. */
        public static final int FREE = -1;

        /** A draw that the scores decide. */
        public Draw(Sampling sampling, TokenIds banned, TokenIds seen, double uniform) {
            this(sampling, banned, seen, uniform, FREE);
        }

        /** Whether the largest raw logit wins: nothing changes the scores. */
        public boolean isPlainGreedy() {
            return !sampling.doSample() && banned.isEmpty() && seen.isEmpty() && forced == FREE;
        }
    }
}
