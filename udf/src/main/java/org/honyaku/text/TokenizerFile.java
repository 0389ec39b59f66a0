package org.honyaku.text;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reading a tokenizer file of a model folder, with what goes wrong put into words. */
final class TokenizerFile {

    static final String REMEDY = "copy the file again from the model's publisher";

    /** Published tokenizers have up to 20 MB; a larger file is something else. */
    private static final long MAX_BYTES = 200_000_000;

    private TokenizerFile() {}

    /** @throws TokenizerException if the file is missing, unreadable, empty, too large or not UTF-8 */
    static String read(Path file) {
        try {
            long size = Files.size(file);
            if (size == 0) {
                throw new TokenizerException(file + " is empty; " + REMEDY);
            }
            if (size > MAX_BYTES) {
                throw new TokenizerException(
                        file + " has " + size + " bytes, which is no tokenizer (at most " + MAX_BYTES + "); " + REMEDY);
            }
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new TokenizerException(file + " does not exist; " + REMEDY, e);
        } catch (CharacterCodingException e) {
            throw new TokenizerException(file + " is not UTF-8 text; " + REMEDY, e);
        } catch (IOException e) {
            throw new TokenizerException(file + " cannot be read: " + e, e);
        }
    }

    /** The beginning of what stands in a damaged file, short enough for a message. */
    static String quote(String text) {
        return text.length() <= 40 ? '"' + text + '"' : '"' + text.substring(0, 40) + "...\"";
    }
}
