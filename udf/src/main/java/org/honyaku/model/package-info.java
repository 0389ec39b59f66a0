/**
 * How a step is computed: the model folder, its checks, the TorchScript program, device and precision. The only room that imports DJL's PyTorch; implements the engine's {@code LanguageModel}.
 */
@NullMarked
package org.honyaku.model;

import org.jspecify.annotations.NullMarked;
