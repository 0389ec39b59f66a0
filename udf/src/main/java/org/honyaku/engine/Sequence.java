package org.honyaku.engine;

import java.util.Arrays;
import java.util.BitSet;
import java.util.concurrent.CompletableFuture;

/** A request on its way: what is computed, what came out, and whom to tell. Touched by the thread of its lane alone once that has fetched it. */
final class Sequence {

    private final GenerationRequest request;
    private final CompletableFuture<GenerationResult> result = new CompletableFuture<>();
    private final BitSet seen = new BitSet();
    private int[] output = new int[16];
    private float[] logprobs = new float[16];
    private int outputSize;
    private boolean stopped;

    Sequence(GenerationRequest request) {
        this.request = request;
        if (request.sampling().penalises()) {
            for (int id : request.promptIds().toArray()) {
                seen.set(id);
            }
        }
    }

    GenerationRequest request() {
        return request;
    }

    CompletableFuture<GenerationResult> result() {
        return result;
    }

    /** Cache rows the sequence may come to need. */
    int maxTokens() {
        return request.promptIds().size() + request.maxNewTokens();
    }

    int outputSize() {
        return outputSize;
    }

    int lastToken() {
        return output[outputSize - 1];
    }

    /** Distinct ids of prompt and output; kept only where the sampling penalises repetition. */
    TokenIds seen() {
        return TokenIds.of(seen.stream().toArray());
    }

    /** Whether prompt and output together end with a stop sequence. */
    boolean endsWithStop() {
        return request.stopSequences().stream().anyMatch(this::endsWith);
    }

    private boolean endsWith(TokenIds tail) {
        int from = request.promptIds().size() + outputSize - tail.size();
        for (int i = 0; i < tail.size(); i++) {
            if (from < 0 || idAt(from + i) != tail.get(i)) {
                return false;
            }
        }
        return true;
    }

    private int idAt(int position) {
        int prompt = request.promptIds().size();
        return position < prompt ? request.promptIds().get(position) : output[position - prompt];
    }

    void append(int token, float logprob) {
        if (outputSize == output.length) {
            output = Arrays.copyOf(output, 2 * outputSize);
            logprobs = Arrays.copyOf(logprobs, 2 * outputSize);
        }
        output[outputSize] = token;
        logprobs[outputSize++] = logprob;
        if (request.sampling().penalises()) {
            seen.set(token);
        }
        stopped = request.stopRule() != StopRule.NEVER && request.stopRule().isMet(output());
    }

    boolean isFinished() {
        return outputSize > 0 && (endedByEos() || stopped || outputSize == request.maxNewTokens());
    }

    void complete() {
        result.complete(new GenerationResult.Completed(
                request.promptIds().size(),
                output(),
                finishReason(),
                Logprobs.of(Arrays.copyOf(logprobs, outputSize))));
    }

    void fail(EngineException reason) {
        result.completeExceptionally(reason);
    }

    void outOfMemory() {
        result.complete(new GenerationResult.Refused(
                GenerationResult.Refusal.OUT_OF_MEMORY,
                "the memory does not suffice for a prompt of "
                        + request.promptIds().size() + " tokens and " + outputSize
                        + " tokens of output, even alone; fewer slots (--slots) leave more of it"));
    }

    private TokenIds output() {
        return TokenIds.of(Arrays.copyOf(output, outputSize));
    }

    private FinishReason finishReason() {
        if (endedByEos()) {
            return FinishReason.EOS;
        }
        return stopped ? FinishReason.STOP : FinishReason.LENGTH;
    }

    private boolean endedByEos() {
        return request.eosIds().contains(lastToken());
    }
}
