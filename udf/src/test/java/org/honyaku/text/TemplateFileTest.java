package org.honyaku.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemplateFileTest {

    private final Path folder;

    TemplateFileTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void theExampleInTheConfigurationIsTheBuiltInPrompt() {
        assertThat(TemplateFile.read(Path.of("../conf/prompts/alpaca.txt")).source())
                .isEqualTo(PromptTemplate.ALPACA.source());
    }

    @Test
    void theExampleForBaseModelsEndsItsPromptAtTheAnswerAndTheAnswerAtTheLineEnd() {
        PromptTemplate template = TemplateFile.read(Path.of("../conf/prompts/few-shot-ja-en.txt"));

        assertThat(template.render("", "犬が好きです。")).endsWith("\n日本語: 犬が好きです。\n英語:");
        assertThat(template.stop()).isEqualTo("\n");
    }

    @Test
    void everyLineEndCountsWhateverTheEditor() throws IOException {
        Path file = Files.writeString(folder.resolve("windows.txt"), "\uFEFF\r\n{input}\r\n\r\n");
        assertThat(TemplateFile.read(file).render("", "x")).isEqualTo("\nx\n\n");
    }

    @Test
    void aMistakeIsNamedWithTheFile() throws IOException {
        Path file = Files.writeString(folder.resolve("bad.txt"), "{text}{input}");
        assertThatThrownBy(() -> TemplateFile.read(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(
                        file + ": the prompt template cannot be used: line 1 has the unknown placeholder {text}");
    }

    @Test
    void aMissingFileIsNamed() {
        Path file = folder.resolve("none.txt");
        assertThatThrownBy(() -> TemplateFile.read(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the prompt template " + file + " does not exist");
    }

    @Test
    void aFileThatIsNotUtf8IsNamed() throws IOException {
        Path file = Files.write(folder.resolve("sjis.txt"), "翻訳{input}".getBytes("Shift_JIS"));
        assertThatThrownBy(() -> TemplateFile.read(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the prompt template " + file + " is not UTF-8; save it as UTF-8");
    }
}
