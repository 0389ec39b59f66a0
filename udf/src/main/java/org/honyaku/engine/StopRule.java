package org.honyaku.engine;

/** Ends a generation by what was generated, where no single token does. */
@FunctionalInterface
public interface StopRule {

    /** Only an end-of-sequence id or the limit ends a generation. */
    StopRule NEVER = output -> false;

    /**
     * Whether the output ends with its last token. Asked on a thread of the engine after every token, so it must be quick and must not throw.
     *
     * @param output all ids so far, at least one
     */
    boolean isMet(TokenIds output);
}
