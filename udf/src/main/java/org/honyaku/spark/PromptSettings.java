package org.honyaku.spark;

import java.io.Serializable;
import org.honyaku.text.Direction;
import org.honyaku.text.PromptTemplate;

/**
 * The prompt that every row is put into.
 *
 * @param direction {@code ja-en} or {@code en-ja}
 * @param template text with the placeholders {@code {instruction}} and {@code {input}}
 * @param instruction what the model is told to do with the input
 */
public record PromptSettings(String direction, String template, String instruction) implements Serializable {

    public PromptSettings {
        Direction.parse(direction);
        PromptTemplate.parse(template);
    }

    /**
     * The template that nekomata was trained with, and the instruction for {@code direction}.
     *
     * @throws IllegalArgumentException listing the directions there are
     */
    public static PromptSettings of(String direction) {
        Direction parsed = Direction.parse(direction);
        return new PromptSettings(parsed.code(), PromptTemplate.ALPACA.source(), parsed.instruction());
    }
}
