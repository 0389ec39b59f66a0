/**
 * Text to token ids and back: prompt template, tokenizer, checks of what came out. Imports DJL tokenizers in one class; knows neither Spark, the engine nor the model.
 */
@NullMarked
package org.honyaku.text;

import org.jspecify.annotations.NullMarked;
