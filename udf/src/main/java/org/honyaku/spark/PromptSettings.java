package org.honyaku.spark;

import java.io.Serializable;

/**
 * The prompt that every row is put into.
 *
 * @param direction {@code ja-en} or {@code en-ja}
 * @param template text with the placeholders {@code {instruction}} and {@code {input}}
 * @param instruction what the model is told to do with the input
 */
public record PromptSettings(String direction, String template, String instruction) implements Serializable {}
