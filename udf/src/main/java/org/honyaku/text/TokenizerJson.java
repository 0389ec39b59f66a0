package org.honyaku.text;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;

/**
 * A {@code tokenizer.json} of Hugging Face's library, byte-level (Qwen2, Qwen3, Llama 3) or with SentencePiece's byte fallback (Llama
 * 2). The library looks for added tokens in any text and cannot be told not to, so control tokens are taken out before it gets the
 * file. A token counts as control if it is flagged special, or if it is written like markup, such as {@code <think>}: no row's text
 * shall switch a model into another mode. Other added tokens, such as runs of spaces, are ordinary text and keep their ids.
 */
final class TokenizerJson {

    static final String FILE_NAME = "tokenizer.json";

    private final Path file;
    private final ObjectNode root;
    private final ObjectNode model;
    private final ObjectNode tokenIds;
    private final boolean byteLevel;
    private final Vocabulary.Builder vocabulary;

    private TokenizerJson(Path file, ObjectNode root) {
        this.file = file;
        this.root = root;
        this.model = object(root, "model");
        if (!model.path("type").asText("BPE").equals("BPE")) {
            throw bad("has a model of the type " + model.get("type") + ", but only BPE is known");
        }
        this.tokenIds = object(model, "vocab");
        List<String> decoders = root.path("decoder").findValuesAsText("type");
        this.byteLevel = decoders.contains("ByteLevel");
        if (!byteLevel && !decoders.contains("ByteFallback")) {
            throw bad("has a decoder of the type " + root.path("decoder").path("type")
                    + ", but only ByteLevel and ByteFallback are known");
        }
        this.vocabulary = new Vocabulary.Builder(decoders.contains("Strip"));
    }

    static TextTokenizer open(Path file) {
        return new TokenizerJson(file, parse(file)).open();
    }

    private TextTokenizer open() {
        readTokens();
        takeOutControlTokens();
        // What remains of these would add control tokens or cut; decoding is done from the table of bytes.
        root.putNull("post_processor").putNull("decoder").putNull("truncation").putNull("padding");
        return new LibraryTokenizer(new RustTokenizer(file, root.toString()), vocabulary.build());
    }

    private void readTokens() {
        tokenIds.properties().forEach(token -> {
            int id = id(token.getValue(), token.getKey());
            if (byteLevel && !ByteAlphabet.covers(token.getKey())) {
                throw bad(
                        "has a token that is not written in the byte alphabet: " + TokenizerFile.quote(token.getKey()));
            }
            vocabulary.add(id, byteLevel ? ByteAlphabet.read(token.getKey()) : SentencePiece.read(token.getKey()));
        });
    }

    private void takeOutControlTokens() {
        for (Iterator<JsonNode> tokens = root.withArray("added_tokens").elements(); tokens.hasNext(); ) {
            JsonNode token = tokens.next();
            String text = token.path("content").asText();
            int id = id(token.path("id"), text);
            if (isControl(token, text)) {
                tokens.remove();
                vocabulary.addControl(id, text);
                removeFromModel(text);
            } else {
                // The library numbers added tokens one after another unless the model's own table has them.
                tokenIds.put(text, id);
                vocabulary.addText(id, text);
            }
        }
    }

    private void removeFromModel(String controlToken) {
        if (!controlToken.equals(model.path("unk_token").asText())) {
            tokenIds.remove(controlToken);
        }
    }

    private static boolean isControl(JsonNode token, String text) {
        return token.path("special").asBoolean() || (text.startsWith("<") && text.endsWith(">"));
    }

    private int id(JsonNode id, String token) {
        if (id.isInt() && id.intValue() >= 0 && id.intValue() < TokenRanks.MAX_TOKENS) {
            return id.intValue();
        }
        throw bad("gives the token " + TokenizerFile.quote(token) + " the id " + id + ", which is none");
    }

    private ObjectNode object(ObjectNode parent, String name) {
        if (parent.get(name) instanceof ObjectNode child) {
            return child;
        }
        throw bad("has no \"" + name + "\"");
    }

    private TokenizerException bad(String problem) {
        return new TokenizerException(file + " " + problem + "; " + TokenizerFile.REMEDY);
    }

    private static ObjectNode parse(Path file) {
        try {
            if (new ObjectMapper().readTree(TokenizerFile.read(file)) instanceof ObjectNode root) {
                return root;
            }
            throw new TokenizerException(file + " is not a JSON object; " + TokenizerFile.REMEDY);
        } catch (JsonProcessingException e) {
            throw new TokenizerException(
                    file + ", line " + e.getLocation().getLineNr() + " is not JSON: " + e.getOriginalMessage() + "; "
                            + TokenizerFile.REMEDY,
                    e);
        }
    }
}
