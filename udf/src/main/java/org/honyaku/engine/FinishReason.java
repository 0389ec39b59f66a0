package org.honyaku.engine;

/** Why a generation ended. Where several hold at once, the first of them wins. */
public enum FinishReason {
    /** The model produced one of the request's end-of-sequence ids. */
    EOS,
    /** The request's {@link StopRule} was met. */
    STOP,
    /** {@code maxNewTokens} were produced. */
    LENGTH
}
