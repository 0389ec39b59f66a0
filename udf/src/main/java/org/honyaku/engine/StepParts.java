package org.honyaku.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.honyaku.engine.StepPlan.Chunk;
import org.honyaku.engine.StepPlan.KvCopy;
import org.jspecify.annotations.Nullable;

/**
 * One step, cut into parts that the memory may suffice for. A part that failed can be computed again: it writes the same keys and values to
 * the same rows of the cache, and reads none that a later part writes.
 */
final class StepParts {

    private final KvLayout layout;
    private final Deque<StepPlan> left = new ArrayDeque<>();
    private final List<Chunk> failedAlone = new ArrayList<>();
    private final List<Chunk> lost = new ArrayList<>();

    StepParts(KvLayout layout, StepPlan step) {
        this.layout = layout;
        left.push(step);
    }

    /** The next part, of at most so many tokens; null when all are done. */
    @Nullable
    StepPlan next(int mostTokens) {
        while (!left.isEmpty()) {
            StepPlan part = withoutLost(left.pop());
            if (!part.chunks().isEmpty()) {
                return part.tokens() > mostTokens ? cut(part, mostTokens) : part;
            }
            passOn(part.copies());
        }
        return null;
    }

    /** The part last given out did not fit. A single token has a second try: somebody else may have given memory back. */
    void failed(StepPlan part) {
        Chunk first = part.chunks().get(0);
        if (part.tokens() > 1) {
            left.push(part);
        } else if (!failedAlone.contains(first)) {
            failedAlone.add(first);
            left.push(part);
        } else {
            lost.add(first);
            passOn(part.copies().stream()
                    .filter(copy -> copy.toRow() != first.kvStart())
                    .toList());
        }
    }

    /** Chunks for which the memory does not suffice even alone. */
    List<Chunk> lost() {
        return lost;
    }

    /** What is copied for others. */
    private void passOn(List<KvCopy> copies) {
        if (copies.isEmpty()) {
            return;
        }
        StepPlan next = left.poll();
        if (next == null) {
            throw new IllegalStateException("the memory does not suffice for a step that only copies");
        }
        left.push(new StepPlan(copies, next.chunks(), next.decodeRuns()));
    }

    /** Without the rest of prompts of which an earlier part is lost. */
    private StepPlan withoutLost(StepPlan part) {
        List<Chunk> kept = part.chunks().stream()
                .filter(chunk -> lost.stream().noneMatch(gone -> gone.kvStart() == chunk.kvStart()))
                .toList();
        return kept.size() == part.chunks().size() ? part : part(part.copies(), kept, part.decodeChunks());
    }

    /** The first so many tokens; the others wait. */
    private StepPlan cut(StepPlan part, int tokens) {
        List<Chunk> now = new ArrayList<>();
        List<Chunk> later = new ArrayList<>();
        int room = tokens;
        for (Chunk chunk : part.chunks()) {
            int size = chunk.tokens().size();
            if (room >= size) {
                now.add(chunk);
            } else if (room > 0) {
                now.add(slice(chunk, 0, room, null));
                later.add(slice(chunk, room, size, chunk.draw()));
            } else {
                later.add(chunk);
            }
            room = Math.max(0, room - size);
        }
        int decoding = part.decodeChunks();
        left.push(part(List.of(), later, Math.max(0, decoding - now.size())));
        return part(part.copies(), now, Math.min(decoding, now.size()));
    }

    private static Chunk slice(Chunk chunk, int from, int to, StepPlan.@Nullable Draw draw) {
        TokenIds tokens = chunk.tokens().slice(from, to);
        return new Chunk(chunk.kvStart(), chunk.firstPosition() + from, tokens, chunk.ropeBand(), draw);
    }

    private StepPlan part(List<KvCopy> copies, List<Chunk> chunks, int decoding) {
        var runs = new DecodeRuns(layout);
        chunks.subList(0, decoding).forEach(runs::add);
        return new StepPlan(copies, chunks, runs.close());
    }
}
