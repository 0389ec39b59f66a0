package org.honyaku.text;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/**
 * Qwen-1's tokenizer, as its published {@code tokenization_qwen.py} defines it: NFC, one pattern that splits the text into pieces, and
 * byte-level BPE by rank, where a piece that is itself a token is taken whole. The control tokens follow the ranks; they are unknown to
 * the encoder, so that no text can become one.
 */
final class QwenTokenizer {

    static final String FILE_NAME = "qwen.tiktoken";

    private static final int EXTRA_TOKENS = 205;
    private static final String PATTERN = "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}"
            + "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";

    private QwenTokenizer() {}

    static TextTokenizer open(Path file) {
        TokenRanks ranks = RankFile.read(file);
        return new LibraryTokenizer(new RustTokenizer(file, tokenizerJson(ranks)), vocabulary(ranks));
    }

    private static Vocabulary vocabulary(TokenRanks ranks) {
        var vocabulary = new Vocabulary.Builder(false);
        int id = 0;
        for (; id < ranks.size(); id++) {
            vocabulary.add(id, ranks.token(id));
        }
        vocabulary.addControl(id++, "<|endoftext|>");
        vocabulary.addControl(id++, "<|im_start|>");
        vocabulary.addControl(id++, "<|im_end|>");
        for (int extra = 0; extra < EXTRA_TOKENS; extra++) {
            vocabulary.addControl(id++, "<|extra_" + extra + "|>");
        }
        return vocabulary.build();
    }

    /** The same tokenizer in the format of Hugging Face's {@code tokenizers} library. */
    private static String tokenizerJson(TokenRanks ranks) {
        var text = new StringWriter(ranks.size() * 48);
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("version", "1.0");
            json.writeObjectFieldStart("normalizer");
            json.writeStringField("type", "NFC");
            json.writeEndObject();
            json.writeFieldName("pre_tokenizer");
            writePreTokenizer(json);
            json.writeFieldName("model");
            writeModel(json, ranks);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static void writePreTokenizer(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("type", "Sequence");
        json.writeArrayFieldStart("pretokenizers");
        json.writeStartObject();
        json.writeStringField("type", "Split");
        json.writeObjectFieldStart("pattern");
        json.writeStringField("Regex", PATTERN);
        json.writeEndObject();
        json.writeStringField("behavior", "Isolated");
        json.writeBooleanField("invert", false);
        json.writeEndObject();
        json.writeStartObject();
        json.writeStringField("type", "ByteLevel");
        json.writeBooleanField("add_prefix_space", false);
        json.writeBooleanField("trim_offsets", false);
        json.writeBooleanField("use_regex", false);
        json.writeEndObject();
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void writeModel(JsonGenerator json, TokenRanks ranks) throws IOException {
        json.writeStartObject();
        json.writeStringField("type", "BPE");
        json.writeBooleanField("ignore_merges", true);
        json.writeObjectFieldStart("vocab");
        for (int rank = 0; rank < ranks.size(); rank++) {
            byte[] token = ranks.token(rank);
            json.writeNumberField(ByteAlphabet.write(token, 0, token.length), rank);
        }
        json.writeEndObject();
        json.writeArrayFieldStart("merges");
        for (String merge : MergeRecovery.merges(ranks)) {
            json.writeString(merge);
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}
