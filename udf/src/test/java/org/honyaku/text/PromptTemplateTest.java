package org.honyaku.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PromptTemplateTest {

    @Test
    void nothingIsFilledInAfterThePlaceOfTheOutput() {
        for (String template :
                new String[] {"{input}{output}{instruction}", "{output}{input}", "{input}{output}\n{output}"}) {
            assertThatThrownBy(() -> PromptTemplate.parse(template))
                    .hasMessageContaining("another placeholder follows {output}");
        }
        assertThat(PromptTemplate.parse("{input}{output}{{}}").stop()).isEqualTo("{}");
    }

    @Test
    void theAlpacaPromptIsThatOfTheModelCard() {
        assertThat(PromptTemplate.ALPACA.render("指示文", "入力文").split("\n", -1))
                .containsExactly(
                        "",
                        "以下は、タスクを説明する指示と、文脈のある入力の組み合わせです。要求を適切に満たす応答を書きなさい。",
                        "",
                        "### 指示:",
                        "指示文",
                        "",
                        "### 入力:",
                        "入力文",
                        "",
                        "### 応答:",
                        "");
    }

    @Test
    void whatIsFilledInIsNotLookedAtAgain() {
        var template = PromptTemplate.parse("{instruction}|{input}|{instruction}");
        assertThat(template.render("{input}", "{instruction} {{ $1 \\"))
                .isEqualTo("{input}|{instruction} {{ $1 \\|{input}");
    }

    @Test
    void aDoubledBraceIsALiteralOne() {
        assertThat(PromptTemplate.parse("{{\"text\": \"{input}\"}}").render("", "x"))
                .isEqualTo("{\"text\": \"x\"}");
        assertThat(PromptTemplate.parse("{{input}} {{{input}}}").render("", "x"))
                .isEqualTo("{input} {x}");
    }

    @Test
    void theInstructionMayBeMissing() {
        assertThat(PromptTemplate.parse("Translate: {input}").render("unused", "x"))
                .isEqualTo("Translate: x");
    }

    @Test
    void aTemplateWithoutInputFails() {
        assertThatThrownBy(() -> PromptTemplate.parse("{instruction}\n{{input}}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "the prompt template cannot be used: {input} is missing, so that the text to translate would be in no"
                                + " prompt (the placeholders are {instruction}, {input} and {output}; a literal brace is written twice: {{ or }})");
    }

    @Test
    void everyMistakeIsNamedWithItsLine() {
        assertThatThrownBy(() -> PromptTemplate.parse("{text}\n\n{ Input }\na } b {\n"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(
                        "the prompt template cannot be used: line 1 has the unknown placeholder {text}; line 3 has"
                                + " the unknown placeholder { Input }; line 4 has a single }; line 4 has a single {; {input} is missing");
    }

    @Test
    void theHeadEndsWhereTheFirstInputStands() {
        assertThat(PromptTemplate.parse("{instruction}: {input} {instruction} {input}")
                        .head("Go"))
                .isEqualTo("Go: ");
    }
}
