package org.honyaku.spark;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.honyaku.engine.KvLayout;
import org.honyaku.engine.LanguageModel;
import org.honyaku.engine.Logprobs;
import org.honyaku.engine.StepOutcome;
import org.honyaku.engine.StepPlan;
import org.honyaku.engine.StepPlan.Chunk;
import org.honyaku.engine.StepPlan.Draw;
import org.honyaku.engine.TokenIds;

/**
 * "Translates" into capital letters: its tokens are characters, and what it writes is the prompt's input in upper case. It reads
 * prompts of {@link StandIn#TEMPLATE} only.
 */
final class StandInModel implements LanguageModel {

    static final int END = Character.MAX_CODE_POINT + 1;
    /** An input that the model answers with nothing. */
    static final String SPEECHLESS = "speechless";
    /** An input that the model cannot survive. */
    static final String POISON = "poison";

    /** An input that begins with this is one that the model cannot survive when it meets it for the first time. */
    static final String POISON_ONCE = "poison once";

    /** An input that needs more memory than there is. */
    static final String HUGE = "huge";

    static final LongAdder ANSWERS = new LongAdder();

    private static final Set<String> SURVIVED = ConcurrentHashMap.newKeySet();

    private static final int SLOTS = 6;
    private static final int SLOT_TOKENS = 256;

    private final int[] cache = new int[SLOTS * SLOT_TOKENS];
    private final long stepMillis;
    private final Runnable onClose;

    StandInModel(long stepMillis, Runnable onClose) {
        this.stepMillis = stepMillis;
        this.onClose = onClose;
    }

    @Override
    public int vocabularySize() {
        return END + 1;
    }

    @Override
    public int maxPositions() {
        return SLOT_TOKENS;
    }

    @Override
    public KvLayout kvLayout() {
        return new KvLayout(SLOTS, SLOT_TOKENS);
    }

    @Override
    public int ropeBand(int promptTokens) {
        return 0;
    }

    @Override
    public StepOutcome run(StepPlan plan) {
        LockSupport.parkNanos(stepMillis * 1_000_000);
        plan.copies().forEach(copy -> System.arraycopy(cache, copy.fromRow(), cache, copy.toRow(), copy.tokens()));
        int[] next = plan.chunks().stream()
                .peek(this::write)
                .filter(chunk -> chunk.draw() != null)
                .mapToInt(chunk -> next(chunk, chunk.draw()))
                .toArray();
        float[] logprobs = new float[next.length];
        Arrays.fill(logprobs, -0.5f);
        return new StepOutcome(TokenIds.of(next), Logprobs.of(logprobs));
    }

    @Override
    public void close() {
        onClose.run();
    }

    private void write(Chunk chunk) {
        chunk.tokens().copyTo(cache, chunk.kvStart() + chunk.firstPosition());
    }

    private int next(Chunk chunk, Draw draw) {
        return draw.forced() == Draw.FREE ? choose(chunk) : draw.forced();
    }

    private int choose(Chunk chunk) {
        var all = new String(cache, chunk.kvStart(), chunk.kvTokens());
        String input = all.substring(all.indexOf(StandIn.INPUT_STARTS) + 1, all.indexOf(StandIn.INPUT_ENDS));
        if (input.equals(POISON) || (input.startsWith(POISON_ONCE) && SURVIVED.add(input))) {
            throw new IllegalStateException("the device went away");
        }
        if (input.equals(HUGE)) {
            throw new IllegalStateException("CUDA out of memory");
        }
        if (input.startsWith(StandIn.KILLER)) {
            Runtime.getRuntime().halt(StandIn.ABORTED);
        }
        while (input.startsWith(StandIn.SLEEPER)) {
            LockSupport.park();
        }
        String answer = input.equals(SPEECHLESS) ? "" : input.toUpperCase(Locale.ROOT);
        int[] output = answer.codePoints().toArray();
        int written = all.codePointCount(all.indexOf(StandIn.INPUT_ENDS) + 1, all.length());
        if (written < output.length) {
            return output[written];
        }
        ANSWERS.increment();
        return END;
    }
}
