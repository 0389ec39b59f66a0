package org.honyaku.text;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A prompt template in a file of its own. */
public final class TemplateFile {

    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private TemplateFile() {}

    /**
     * The template as it stands in the file. Only what an editor on Windows adds is not part of it: a byte order mark, and the carriage
     * return of CR LF.
     *
     * @throws IllegalArgumentException naming the file, if it cannot be read, is not UTF-8 or is no template
     */
    public static PromptTemplate read(Path file) {
        try {
            String text = Files.readString(file).replace("\r\n", "\n");
            return PromptTemplate.parse(text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException("the prompt template " + file + " does not exist", e);
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("the prompt template " + file + " is not UTF-8; save it as UTF-8", e);
        } catch (IOException e) {
            throw new IllegalArgumentException("the prompt template " + file + " cannot be read: " + e, e);
        }
    }
}
