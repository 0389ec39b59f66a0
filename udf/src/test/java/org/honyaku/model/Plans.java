package org.honyaku.model;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.honyaku.engine.LanguageModel;
import org.honyaku.engine.Sampling;
import org.honyaku.engine.StepPlan;
import org.honyaku.engine.StepPlan.Chunk;
import org.honyaku.engine.StepPlan.DecodeRun;
import org.honyaku.engine.StepPlan.Draw;
import org.honyaku.engine.TokenIds;
import org.jspecify.annotations.Nullable;

/** Small step plans for tests. */
final class Plans {

    static final Draw GREEDY = new Draw(Sampling.GREEDY, TokenIds.of(), TokenIds.of(), 0.0);

    private Plans() {}

    static StepPlan prefill(Chunk... chunks) {
        return new StepPlan(List.of(), List.of(chunks), List.of());
    }

    /** A whole prompt at the beginning of {@code slot}. */
    static Chunk whole(LanguageModel model, int slot, TokenIds prompt, @Nullable Draw draw) {
        return chunk(model, slot, prompt, 0, prompt.size(), draw);
    }

    /** The prompt's tokens from {@code from} to {@code to}, the earlier ones being cached already. */
    static Chunk chunk(LanguageModel model, int slot, TokenIds prompt, int from, int to, @Nullable Draw draw) {
        return new Chunk(
                slot * model.kvLayout().slotTokens(),
                from,
                prompt.slice(from, to),
                model.ropeBand(prompt.size()),
                draw);
    }

    /** {@code tokens} after what is cached in the first slot already. */
    static Chunk continued(int firstPosition, TokenIds tokens, int ropeBand) {
        return new Chunk(0, firstPosition, tokens, ropeBand, GREEDY);
    }

    /** A plan of one chunk a token, so that every one of them has logits. */
    static StepPlan everyPosition(LanguageModel model, TokenIds prompt, List<Integer> positions) {
        List<Chunk> chunks = new ArrayList<>();
        int from = 0;
        for (int position : positions) {
            chunks.add(chunk(model, 0, prompt, from, position + 1, GREEDY));
            from = position + 1;
        }
        return new StepPlan(List.of(), chunks, List.of());
    }

    /** One decode token for each of {@code chunks}, each in a slot of its own, in order; neighbours make a run. */
    static StepPlan decode(LanguageModel model, List<Chunk> chunks) {
        int stride = model.kvLayout().slotTokens();
        List<DecodeRun> runs = new ArrayList<>();
        for (int first = 0, next = 1; first < chunks.size(); next++) {
            boolean goesOn = next < chunks.size()
                    && chunks.get(next).kvStart() == chunks.get(next - 1).kvStart() + stride;
            if (!goesOn) {
                List<Chunk> run = chunks.subList(first, next);
                int kvTokens = run.stream().mapToInt(Chunk::kvTokens).max().orElseThrow();
                runs.add(new DecodeRun(run.get(0).kvStart(), stride, run.size(), kvTokens));
                first = next;
            }
        }
        return new StepPlan(List.of(), chunks, runs);
    }

    /** The ids 1 + seed, 1 + 2 * seed ...: a prompt that has no meaning, but a different one for each seed. */
    static TokenIds prompt(int length, int seed) {
        return TokenIds.of(IntStream.rangeClosed(1, length)
                .map(i -> (i * (2 * seed + 7) * 31 + seed) % 1900)
                .toArray());
    }
}
