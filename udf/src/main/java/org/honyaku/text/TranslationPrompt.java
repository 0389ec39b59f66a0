package org.honyaku.text;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Texts to prompts of one template and one instruction. Safe for use by many threads at once; the tokenizer is the caller's to close.
 */
public final class TranslationPrompt {

    private final PromptTemplate template;
    private final String instruction;
    private final TextTokenizer tokenizer;
    private final int[] headIds;
    private final @Nullable StopText stop;

    public TranslationPrompt(PromptTemplate template, String instruction, TextTokenizer tokenizer) {
        this.template = template;
        this.instruction = instruction;
        this.tokenizer = tokenizer;
        this.headIds = tokenizer.encode(template.head(instruction));
        this.stop = template.stop().isEmpty() ? null : new StopText(template.stop());
    }

    /** Whether the template says where an output ends. */
    public boolean hasStop() {
        return stop != null;
    }

    /** Whether the last of these ids, which a model wrote after the prompt, completes the text that the output ends at. */
    public boolean isStoppedBy(int[] outputIds) {
        return stop != null && stop.isCompletedBy(outputIds, tokenizer);
    }

    /**
     * The translation in what a model wrote after the prompt: up to the text that ends it, cleaned as {@link OutputText#clean} says.
     *
     * @throws TextException if an id does not exist
     */
    public String answer(int[] outputIds) {
        String output = tokenizer.decode(outputIds);
        return OutputText.clean(stop == null ? output : stop.cut(output));
    }

    /**
     * The prompt is tokenised as a whole, since a token may reach across the border between template and text; what it then really has
     * in common with the template's head is counted.
     *
     * @throws TextException if the input cannot be tokenised; positions in its message are those of {@code input}
     */
    public EncodedPrompt encode(String input) {
        TextCheck.requireTokenizable(input);
        int[] ids = tokenizer.encode(template.render(instruction, input));
        int mismatch = Arrays.mismatch(ids, headIds);
        return new EncodedPrompt(ids, mismatch < 0 ? ids.length : mismatch);
    }
}
