package org.honyaku.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.honyaku.engine.GenerationRequest;
import org.honyaku.engine.Sampling;
import org.honyaku.engine.TokenIds;
import org.honyaku.text.Direction;
import org.honyaku.text.EncodedPrompt;
import org.honyaku.text.PromptTemplate;
import org.honyaku.text.TextTokenizer;
import org.honyaku.text.Tokenizers;
import org.honyaku.text.TranslationPrompt;

/** The sample corpus as the sample model is asked to translate it; the longest texts are left out. */
final class SampleCorpus {

    static final Path MODEL = Path.of("..", "sample-data", "model", "nekomata-mini");
    static final int LONGEST = 512;

    private static final Path CORPUS = Path.of("..", "sample-data", "corpus.jsonl");
    private static final int NEW_TOKENS = 64;
    private static final ObjectMapper JSON = new ObjectMapper();

    private SampleCorpus() {}

    static List<GenerationRequest> requests() {
        TokenIds eosIds = ModelFolder.open(MODEL).generationDefaults().eosIds();
        List<GenerationRequest> requests = new ArrayList<>();
        try (TextTokenizer tokenizer = Tokenizers.open(MODEL)) {
            TranslationPrompt prompt =
                    new TranslationPrompt(PromptTemplate.ALPACA, Direction.JA_EN.instruction(), tokenizer);
            for (String line : Files.readAllLines(CORPUS)) {
                JsonNode text = JSON.readTree(line).path("text");
                EncodedPrompt encoded = prompt.encode(text.asText(""));
                if (!text.asText("").isBlank() && encoded.size() + NEW_TOKENS <= LONGEST) {
                    requests.add(new GenerationRequest(
                            TokenIds.of(encoded.ids()),
                            encoded.sharedTokens(),
                            NEW_TOKENS,
                            0,
                            eosIds,
                            Sampling.GREEDY,
                            0L));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return requests;
    }
}
