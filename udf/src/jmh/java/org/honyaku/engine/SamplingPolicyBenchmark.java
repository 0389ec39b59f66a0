package org.honyaku.engine;

import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * What is decided for each row and token: a draw for a sequence of 150 prompt and 64 output tokens. The command stands in bench/README.md.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SamplingPolicyBenchmark {

    private static final int PROMPT = 150;
    private static final int OUTPUT = 64;

    private final SamplingPolicy policy = new SamplingPolicy(42);
    private final Sequence greedy = sequence(Sampling.GREEDY);
    private final Sequence sampled = sequence(new Sampling(true, 0.5, 50, 0.8, 1.0));
    private final Sequence penalised = sequence(new Sampling(true, 0.5, 50, 0.8, 1.1));

    @Setup
    public void generate() {
        for (int i = 0; i < OUTPUT; i++) {
            greedy.append(i, 0);
            sampled.append(i, 0);
            penalised.append(i, 0);
        }
    }

    @Benchmark
    public StepPlan.Draw greedy() {
        return policy.draw(greedy);
    }

    @Benchmark
    public StepPlan.Draw sampled() {
        return policy.draw(sampled);
    }

    /** Hands over all distinct ids of prompt and output. */
    @Benchmark
    public StepPlan.Draw penalised() {
        return policy.draw(penalised);
    }

    private static Sequence sequence(Sampling sampling) {
        TokenIds prompt = TokenIds.of(
                IntStream.range(0, PROMPT).map(i -> 997 * i % 32_000).toArray());
        return new Sequence(new GenerationRequest(prompt, 0, 2 * OUTPUT, 0, TokenIds.of(2), sampling, 7L));
    }
}
