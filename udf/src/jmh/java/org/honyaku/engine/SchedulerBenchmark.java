package org.honyaku.engine;

import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * One step planned and its tokens handed out, in the middle of a corpus: all slots are taken, whoever is done is replaced at once, prompts of
 * 102 to 207 tokens share 65. The command stands in bench/README.md.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class SchedulerBenchmark {

    private static final int SLOT_TOKENS = 512;
    private static final int SHARED = 65;
    private static final int WARM_UP_STEPS = 500;

    @Param({"16", "128"})
    public int sequences;

    private final Random random = new Random(1);
    private AdmissionQueue queue = new AdmissionQueue(1, 1);
    private Scheduler scheduler = scheduler(1);

    @Setup
    public void fill() {
        scheduler = scheduler(sequences);
        for (int i = 0; i < 9 * sequences; i++) {
            queue.add(sequence());
        }
        for (int i = 0; i < WARM_UP_STEPS; i++) {
            step();
        }
    }

    @Benchmark
    public StepPlan step() {
        StepPlan plan = Objects.requireNonNull(scheduler.next());
        int draws = 0;
        for (StepPlan.Chunk chunk : plan.chunks()) {
            draws += chunk.draw() == null ? 0 : 1;
        }
        StepOutcome outcome = new StepOutcome(TokenIds.of(new int[draws]), Logprobs.of(new float[draws]));
        for (int finished = scheduler.accept(outcome); finished > 0; finished--) {
            queue.add(sequence());
        }
        return plan;
    }

    private Scheduler scheduler(int sequences) {
        var layout = new KvLayout(sequences + EngineSettings.HEAD_SLOTS, SLOT_TOKENS);
        EngineSettings settings = EngineSettings.forCache(layout, 0, 0L);
        queue = new AdmissionQueue(1, settings.admissionWindow());
        LaneSlots slots = LaneSlots.divide(layout, settings.maxSequences()).get(0);
        return new Scheduler(settings, layout, length -> 0, queue, slots);
    }

    private Sequence sequence() {
        TokenIds prompt = TokenIds.of(new int[102 + random.nextInt(106)]);
        int newTokens = 23 + random.nextInt(177);
        return new Sequence(
                new GenerationRequest(prompt, SHARED, newTokens, 0, TokenIds.of(), Sampling.GREEDY, random.nextLong()));
    }
}
