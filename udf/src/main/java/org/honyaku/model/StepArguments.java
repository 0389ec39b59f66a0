package org.honyaku.model;

import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.honyaku.engine.Sampling;
import org.honyaku.engine.StepPlan;
import org.honyaku.engine.StepPlan.Chunk;
import org.honyaku.engine.StepPlan.DecodeRun;
import org.honyaku.engine.StepPlan.Draw;
import org.honyaku.engine.TokenIds;

/** A {@link StepPlan} as the lists of numbers that the program's {@code step} takes; decoder.py says what each holds. */
final class StepArguments {

    private final StepPlan plan;

    StepArguments(StepPlan plan) {
        this.plan = plan;
    }

    /** Arguments of {@code logits}. */
    Object[] forLogits() {
        return new Object[] {copies(), ids(), positions(), rows(), bands(), runs(), prefills(), drawn()};
    }

    /** Arguments of {@code trace}. */
    Object[] forTrace() {
        return new Object[] {ids(), positions(), rows(), bands(), runs(), prefills()};
    }

    /** Arguments of {@code chances}: the controls of all draws. */
    Object[] forControls() {
        List<Draw> draws = draws();
        return new Object[] {controls(draws), marked(draws), settings(draws)};
    }

    /** Arguments of {@code step}. */
    Object[] forStep() {
        List<Draw> draws = draws();
        return new Object[] {
            copies(),
            ids(),
            positions(),
            rows(),
            bands(),
            runs(),
            prefills(),
            drawn(),
            controls(draws),
            marked(draws),
            settings(draws)
        };
    }

    private long[] copies() {
        return plan.copies().stream()
                .flatMapToLong(copy -> LongStream.of(copy.fromRow(), copy.toRow(), copy.tokens()))
                .toArray();
    }

    private long[] ids() {
        return plan.chunks().stream()
                .flatMapToLong(chunk -> numbers(chunk.tokens()))
                .toArray();
    }

    private long[] positions() {
        return plan.chunks().stream()
                .flatMapToLong(chunk -> LongStream.range(chunk.firstPosition(), chunk.kvTokens()))
                .toArray();
    }

    private long[] rows() {
        return plan.chunks().stream()
                .flatMapToLong(chunk -> LongStream.range(chunk.firstPosition(), chunk.kvTokens())
                        .map(position -> position + chunk.kvStart()))
                .toArray();
    }

    private long[] bands() {
        return plan.chunks().stream()
                .flatMapToLong(chunk -> LongStream.generate(chunk::ropeBand)
                        .limit(chunk.tokens().size()))
                .toArray();
    }

    private long[] runs() {
        long[] numbers = new long[5 * plan.decodeRuns().size()];
        int next = 0;
        int firstChunk = 0;
        for (DecodeRun run : plan.decodeRuns()) {
            List<Chunk> chunks = plan.chunks().subList(firstChunk, firstChunk + run.chunks());
            firstChunk += run.chunks();
            numbers[next++] = run.kvStart();
            numbers[next++] = run.stride();
            numbers[next++] = run.chunks();
            numbers[next++] = run.kvTokens();
            numbers[next++] = chunks.stream().allMatch(chunk -> chunk.kvTokens() == run.kvTokens()) ? 0 : 1;
        }
        return numbers;
    }

    private long[] prefills() {
        return plan.chunks().stream()
                .skip(plan.decodeChunks())
                .flatMapToLong(chunk -> LongStream.of(
                        chunk.kvStart(), chunk.firstPosition(), chunk.tokens().size()))
                .toArray();
    }

    private long[] drawn() {
        LongStream.Builder indices = LongStream.builder();
        long packed = 0;
        for (Chunk chunk : plan.chunks()) {
            packed += chunk.tokens().size();
            if (chunk.draw() != null) {
                indices.add(packed - 1);
            }
        }
        return indices.build().toArray();
    }

    private List<Draw> draws() {
        return plan.chunks().stream()
                .flatMap(chunk -> Stream.ofNullable(chunk.draw()))
                .toList();
    }

    private static long[] controls(List<Draw> draws) {
        LongStream.Builder numbers = LongStream.builder();
        for (int row = 0; row < draws.size(); row++) {
            Draw draw = draws.get(row);
            if (!draw.isPlainGreedy()) {
                Sampling sampling = draw.sampling();
                numbers.add(row).add(sampling.doSample() ? 1 : 0).add(sampling.topK());
                numbers.add(draw.banned().size()).add(draw.seen().size()).add(draw.forced());
            }
        }
        return numbers.build().toArray();
    }

    private static long[] marked(List<Draw> draws) {
        return draws.stream()
                .filter(draw -> !draw.isPlainGreedy())
                .flatMapToLong(draw -> LongStream.concat(numbers(draw.banned()), numbers(draw.seen())))
                .toArray();
    }

    private static double[] settings(List<Draw> draws) {
        return draws.stream()
                .filter(draw -> !draw.isPlainGreedy())
                .flatMapToDouble(draw -> DoubleStream.of(
                        draw.sampling().repetitionPenalty(),
                        draw.sampling().temperature(),
                        draw.sampling().topP(),
                        draw.uniform()))
                .toArray();
    }

    private static LongStream numbers(TokenIds ids) {
        return LongStream.range(0, ids.size()).map(index -> ids.get((int) index));
    }
}
