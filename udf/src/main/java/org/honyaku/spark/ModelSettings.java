package org.honyaku.spark;

import java.io.Serializable;

/**
 * Which model an executor loads, where, and how much of it at once. Two tasks of one JVM with equal settings share one engine.
 *
 * @param folder a snapshot folder under the same path on the driver and on every executor
 * @param digest of the folder as the driver saw it; part of every translation's key. {@link #NOT_IDENTIFIED} until it has looked
 * @param device {@code auto}, {@code cpu} or {@code cuda:N}; a GPU that the cluster hands to the task comes before all but {@code cpu}
 * @param precision {@code auto}, {@code int8}, {@code bf16} or {@code fp32}
 * @param threads for the CPU's arithmetic, 0 for all cores of the process
 * @param slots sequences that generate at once, 0 for what the memory allows
 * @param slotTokens tokens of one slot of the KV cache, 0 for the model room's choice
 * @param stepTokens tokens of one step, prefill and decode together, 0 for a default that follows from the slots
 * @param stepSeconds how long a step may take, see {@link Watchdog}
 */
public record ModelSettings(
        String folder,
        String digest,
        String device,
        String precision,
        int threads,
        int slots,
        int slotTokens,
        int stepTokens,
        double stepSeconds)
        implements Serializable {

    /** Instead of a digest. Finding it out may take as long as reading fifteen gigabytes does. */
    public static final String NOT_IDENTIFIED = "";

    public ModelSettings {
        if (threads < 0 || slots < 0 || slotTokens < 0 || stepTokens < 0) {
            throw new IllegalArgumentException(
                    "threads, slots, slot tokens and step tokens are 0 (chosen from the machine) or more, but are "
                            + threads + ", " + slots + ", " + slotTokens + " and " + stepTokens);
        }
        if (!(stepSeconds > 0)) {
            throw new IllegalArgumentException("a step may take longer than 0 seconds, but not " + stepSeconds);
        }
    }

    boolean isIdentified() {
        return !digest.equals(NOT_IDENTIFIED);
    }

    ModelSettings withDigest(String found) {
        return new ModelSettings(folder, found, device, precision, threads, slots, slotTokens, stepTokens, stepSeconds);
    }
}
