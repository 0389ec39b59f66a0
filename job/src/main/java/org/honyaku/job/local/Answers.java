package org.honyaku.job.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import org.honyaku.engine.GenerationResult;
import org.honyaku.engine.GenerationResult.Completed;
import org.honyaku.engine.GenerationResult.Refused;
import org.honyaku.engine.TokenIds;
import org.honyaku.text.TextException;
import org.honyaku.text.TextTokenizer;

/** What is written for a line of input. */
final class Answers {

    static final String ERROR = "error";

    private Answers() {}

    static ObjectNode error(JsonNode id, String message) {
        ObjectNode answer = JsonRow.JSON.createObjectNode();
        answer.set("id", id);
        return answer.put(ERROR, message);
    }

    static ObjectNode generated(JsonNode id, GenerationResult result, TextTokenizer tokenizer) {
        if (result instanceof Refused refused) {
            return error(id, refused.message());
        }
        try {
            return completed(id, (Completed) result, tokenizer);
        } catch (TextException e) {
            return error(id, "the output has no text: " + e.getMessage());
        }
    }

    private static ObjectNode completed(JsonNode id, Completed result, TextTokenizer tokenizer) {
        ObjectNode answer = JsonRow.JSON.createObjectNode();
        answer.set("id", id);
        answer.set("output_ids", array(result.outputIds()));
        answer.put("text", tokenizer.decode(result.outputIds().toArray()));
        answer.put("finish_reason", result.finishReason().name().toLowerCase(Locale.ROOT));
        answer.put("prompt_tokens", result.promptTokens());
        answer.put("output_tokens", result.outputIds().size());
        return answer.put("mean_logprob", result.logprobs().mean());
    }

    static ArrayNode array(TokenIds ids) {
        ArrayNode array = JsonRow.JSON.createArrayNode();
        for (int index = 0; index < ids.size(); index++) {
            array.add(ids.get(index));
        }
        return array;
    }
}
