package org.honyaku.spark;

import java.io.Serializable;

/** Everything that an executor needs to know about a run. It travels with every task. */
public record TranslateSettings(ModelSettings model, PromptSettings prompt, GenerationSettings generation)
        implements Serializable {}
