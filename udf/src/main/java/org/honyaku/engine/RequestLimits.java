package org.honyaku.engine;

import java.util.Optional;
import org.honyaku.engine.GenerationResult.Refusal;
import org.honyaku.engine.GenerationResult.Refused;

/** What an engine can never run, told before it waits in vain. */
record RequestLimits(int vocabularySize, int maxPositions, int cacheTokens) {

    static RequestLimits of(LanguageModel model, EngineSettings settings) {
        int cacheTokens = settings.maxSequences() * model.kvLayout().slotTokens();
        return new RequestLimits(model.vocabularySize(), model.maxPositions(), cacheTokens);
    }

    Optional<Refused> refuse(GenerationRequest request) {
        long tokens = (long) request.promptIds().size() + request.maxNewTokens();
        if (tokens > Math.min(maxPositions, cacheTokens)) {
            return Optional.of(new Refused(Refusal.TOO_LONG, tooLong(request, tokens)));
        }
        for (int id : request.promptIds().toArray()) {
            if (id < 0 || id >= vocabularySize) {
                String message = "prompt id " + id + " is outside the model's vocabulary of " + vocabularySize;
                return Optional.of(new Refused(Refusal.UNKNOWN_TOKEN, message));
            }
        }
        return Optional.empty();
    }

    private String tooLong(GenerationRequest request, long tokens) {
        String limit = tokens > maxPositions
                ? "the model's context of " + maxPositions + " tokens"
                : "the KV cache of " + cacheTokens + " tokens; give it more slots or longer ones";
        return "the prompt of " + request.promptIds().size() + " tokens and " + request.maxNewTokens()
                + " new tokens make " + tokens + ", more than " + limit;
    }
}
