package org.honyaku.spark;

import org.honyaku.engine.GenerationEngine;
import org.honyaku.engine.TokenIds;
import org.honyaku.text.TextTokenizer;

/**
 * A running engine and the tokenizer of its model. Thread-safe as both are.
 *
 * @param eosIds ids that end a generation
 * @param slots sequences that generate at once
 * @param description device, precision and memory in one line
 */
public record LoadedEngine(
        GenerationEngine engine, TextTokenizer tokenizer, TokenIds eosIds, int slots, String description)
        implements AutoCloseable {

    @Override
    public void close() {
        try (tokenizer) {
            engine.close();
        }
    }
}
