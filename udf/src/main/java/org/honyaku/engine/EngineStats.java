package org.honyaku.engine;

/**
 * What an engine has done so far, in all of its lanes; where several lanes run at the same time, their times add up.
 *
 * @param steps that were planned; each is one call of the model, unless memory is short
 * @param prefillTokens prompt tokens computed, shared heads included
 * @param outputTokens tokens chosen
 * @param prefillNanos time of the steps that computed prompt tokens (they may decode as well)
 * @param decodeNanos time of the steps that only decoded
 */
public record EngineStats(long steps, long prefillTokens, long outputTokens, long prefillNanos, long decodeNanos) {

    static final EngineStats NONE = new EngineStats(0, 0, 0, 0, 0);

    EngineStats plus(EngineStats other) {
        return new EngineStats(
                steps + other.steps,
                prefillTokens + other.prefillTokens,
                outputTokens + other.outputTokens,
                prefillNanos + other.prefillNanos,
                decodeNanos + other.decodeNanos);
    }

    EngineStats plus(StepPlan plan, StepOutcome outcome, long nanos) {
        int prefilled = plan.tokens() - plan.decodeChunks();
        return new EngineStats(
                steps + 1,
                prefillTokens + prefilled,
                outputTokens + outcome.tokens().size(),
                prefillNanos + (prefilled > 0 ? nanos : 0),
                decodeNanos + (prefilled > 0 ? 0 : nanos));
    }
}
