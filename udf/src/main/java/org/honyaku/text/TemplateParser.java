package org.honyaku.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.honyaku.text.PromptTemplate.Literal;
import org.honyaku.text.PromptTemplate.Part;
import org.honyaku.text.PromptTemplate.Placeholder;

/** Cuts a template into its parts and collects every mistake on the way. */
final class TemplateParser {

    private static final String KNOWN = "the placeholders are {instruction}, {input} and {output}";

    /** A doubled brace, a placeholder, or a brace that is neither. */
    private static final Pattern BRACES = Pattern.compile("\\{\\{|}}|\\{([^{}\\n]*)}|[{}]");

    private final String source;
    private final List<Part> parts = new ArrayList<>();
    private final List<String> mistakes = new ArrayList<>();

    TemplateParser(String source) {
        this.source = source;
    }

    List<Part> parse() {
        Matcher braces = BRACES.matcher(source);
        int done = 0;
        while (braces.find()) {
            parts.add(new Literal(source.substring(done, braces.start())));
            add(braces);
            done = braces.end();
        }
        parts.add(new Literal(source.substring(done)));
        if (!parts.contains(Placeholder.INPUT)) {
            mistakes.add("{input} is missing, so that the text to translate would be in no prompt");
        }
        if (parts.contains(Placeholder.OUTPUT) && parts.indexOf(Placeholder.OUTPUT) != lastPlaceholder()) {
            mistakes.add("another placeholder follows {output}, though the prompt ends there");
        }
        if (!mistakes.isEmpty()) {
            throw new IllegalArgumentException("the prompt template cannot be used: " + String.join("; ", mistakes)
                    + " (" + KNOWN + "; a literal brace is written twice: {{ or }})");
        }
        return List.copyOf(parts);
    }

    private void add(Matcher braces) {
        switch (braces.group()) {
            case "{{" -> parts.add(new Literal("{"));
            case "}}" -> parts.add(new Literal("}"));
            case "{instruction}" -> parts.add(Placeholder.INSTRUCTION);
            case "{input}" -> parts.add(Placeholder.INPUT);
            case "{output}" -> parts.add(Placeholder.OUTPUT);
            case "{", "}" -> mistakes.add("line " + line(braces) + " has a single " + braces.group());
            default -> mistakes.add("line " + line(braces) + " has the unknown placeholder " + braces.group());
        }
    }

    private int lastPlaceholder() {
        return Arrays.stream(Placeholder.values())
                .mapToInt(parts::lastIndexOf)
                .max()
                .orElseThrow();
    }

    private long line(Matcher braces) {
        return source.substring(0, braces.start()).lines().count() + (startsLine(braces.start()) ? 1 : 0);
    }

    private boolean startsLine(int position) {
        return position == 0 || source.charAt(position - 1) == '\n';
    }
}
