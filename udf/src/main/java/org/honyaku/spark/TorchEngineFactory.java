package org.honyaku.spark;

/** Loads models through DJL's PyTorch. */
public record TorchEngineFactory() implements EngineFactory {

    @Override
    public LoadedEngine load(ModelSettings settings, String device) {
        throw new UnsupportedOperationException("no model room yet: " + settings + " " + device);
    }
}
