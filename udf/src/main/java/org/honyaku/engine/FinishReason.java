package org.honyaku.engine;

/** Why a generation ended. Where both hold at once, the end of sequence wins. */
public enum FinishReason {
    /** The model produced one of the request's end-of-sequence ids. */
    EOS,
    /** {@code maxNewTokens} were produced. */
    LENGTH
}
