package org.honyaku.model;

import java.util.OptionalInt;

/**
 * How a model is to be loaded.
 *
 * @param slots of the KV cache for sequences; empty: as many as memory allows and are of use ({@link KvBudget})
 * @param slotTokens tokens of one slot; longer sequences take several. Empty: {@link KvBudget#SLOT_TOKENS}
 * @param memoryShare of the memory that is free after the weights, for the KV cache; above 0, at most 1
 * @param threads of libtorch's CPU operators; 0: all cores that this JVM may use
 */
public record ModelOptions(
        DeviceChoice device,
        Precision precision,
        OptionalInt slots,
        OptionalInt slotTokens,
        double memoryShare,
        int threads) {

    /** Everything chosen from what there is. */
    public static final ModelOptions DEFAULTS =
            new ModelOptions(new DeviceChoice.Auto(), Precision.AUTO, OptionalInt.empty(), OptionalInt.empty(), 0.5, 0);

    /** A template and a paragraph of source. */
    private static final int MOST_PROMPTS_TOKENS = 256;

    public ModelOptions {
        require(slots.isEmpty() || slots.getAsInt() >= 1, "slots must be at least 1 but is " + slots);
        require(
                slotTokens.isEmpty() || slotTokens.getAsInt() >= 1,
                "slot tokens must be at least 1 but is " + slotTokens);
        require(
                memoryShare > 0 && memoryShare <= 1,
                "memory share must be above 0 and at most 1 but is " + memoryShare);
        require(threads >= 0, "threads must be 0 (all cores) or more but is " + threads);
    }

    /** Tokens of slots for outputs of up to {@code mostNewTokens}: a sequence that needs a second slot leaves most of it empty. */
    public static int slotTokens(int mostNewTokens) {
        return Math.max(KvBudget.SLOT_TOKENS, mostNewTokens + MOST_PROMPTS_TOKENS);
    }

    /** Threads of all operators that run at the same time. */
    int cores() {
        return threads > 0 ? threads : Runtime.getRuntime().availableProcessors();
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }
}
