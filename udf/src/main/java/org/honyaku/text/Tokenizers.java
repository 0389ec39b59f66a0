package org.honyaku.text;

import java.nio.file.Files;
import java.nio.file.Path;

/** Opens the tokenizer of a model folder. */
public final class Tokenizers {

    private Tokenizers() {}

    /**
     * Reads {@code qwen.tiktoken} or, where there is none, {@code tokenizer.json}. To be done once a JVM and shared: a vocabulary of
     * 150,000 tokens takes about a second.
     *
     * @throws TokenizerException if the folder has neither or the file is damaged
     */
    public static TextTokenizer open(Path modelFolder) {
        Path ranks = modelFolder.resolve(QwenTokenizer.FILE_NAME);
        if (Files.exists(ranks)) {
            return QwenTokenizer.open(ranks);
        }
        Path json = modelFolder.resolve(TokenizerJson.FILE_NAME);
        if (Files.exists(json)) {
            return TokenizerJson.open(json);
        }
        throw new TokenizerException("the model folder " + modelFolder + " has no tokenizer: neither "
                + QwenTokenizer.FILE_NAME + " nor " + TokenizerJson.FILE_NAME
                + "; copy the file from the model's publisher into it");
    }
}
