package org.honyaku.text;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A prompt with two places to fill: {@code {instruction}} and {@code {input}}. A third, {@code {output}}, may show where the model is to
 * write: the prompt ends there, and what follows it, such as a line end, is the text at which an output is cut. A base model needs this,
 * since it goes on with another example; without it only the end of sequence ends an output. Parsed once; what is filled in is never looked at
 * again, so that a text which contains "{input}" stays as it is. A literal brace is written twice, <code>{{</code> or
 * <code>}}</code>, as in Python's format strings, in which model cards state their prompts. Every other character counts, the line
 * ends at the start and the end included. Immutable.
 */
public final class PromptTemplate {

    /** The prompt rinna/nekomata-7b-instruction was trained with, to the letter: it starts with a line end and ends with one. */
    public static final PromptTemplate ALPACA = parse("""

            以下は、タスクを説明する指示と、文脈のある入力の組み合わせです。要求を適切に満たす応答を書きなさい。

            ### 指示:
            {instruction}

            ### 入力:
            {input}

            ### 応答:
            """);

    private final String source;
    private final List<Part> parts;
    private final String stop;

    private PromptTemplate(String source, List<Part> parts) {
        this.source = source;
        int output = parts.indexOf(Placeholder.OUTPUT);
        this.parts = output < 0 ? parts : parts.subList(0, output);
        this.stop = output < 0 ? "" : render(parts.subList(output, parts.size()), "", "");
    }

    /**
     * Parses a template.
     *
     * @throws IllegalArgumentException naming every mistake: an unknown placeholder, a single brace, no {@code {input}}
     */
    public static PromptTemplate parse(String source) {
        return new PromptTemplate(source, new TemplateParser(source).parse());
    }

    /** The whole prompt. */
    public String render(String instruction, String input) {
        return render(parts, instruction, input);
    }

    /** What every prompt of this instruction starts with: the template up to the first {@code {input}}. */
    String head(String instruction) {
        return render(parts.subList(0, parts.indexOf(Placeholder.INPUT)), instruction, "");
    }

    /** The text that ends an output; empty where only the end of sequence does. */
    String stop() {
        return stop;
    }

    /** As it was written, placeholders and all. */
    public String source() {
        return source;
    }

    private static String render(List<Part> parts, String instruction, String input) {
        return parts.stream().map(part -> part.fill(instruction, input)).collect(Collectors.joining());
    }

    /** A piece of the template. */
    sealed interface Part {
        String fill(String instruction, String input);
    }

    /** Text that stays as it is. */
    record Literal(String text) implements Part {
        @Override
        public String fill(String instruction, String input) {
            return text;
        }
    }

    /** A place to fill. */
    enum Placeholder implements Part {
        INSTRUCTION,
        INPUT,
        /** Where the prompt ends; nothing is ever filled in. */
        OUTPUT;

        @Override
        public String fill(String instruction, String input) {
            return switch (this) {
                case INSTRUCTION -> instruction;
                case INPUT -> input;
                case OUTPUT -> "";
            };
        }
    }
}
