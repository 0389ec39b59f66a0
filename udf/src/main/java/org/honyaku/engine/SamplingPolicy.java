package org.honyaku.engine;

/** What the model has to know to choose a sequence's next token. */
final class SamplingPolicy {

    private final long runSeed;

    SamplingPolicy(long runSeed) {
        this.runSeed = runSeed;
    }

    StepPlan.Draw draw(Sequence sequence) {
        GenerationRequest request = sequence.request();
        boolean tooShort = sequence.outputSize() < request.minNewTokens();
        return new StepPlan.Draw(
                request.sampling(),
                tooShort ? request.eosIds() : TokenIds.of(),
                sequence.seen(),
                request.sampling().doSample()
                        ? CounterRandom.uniform(runSeed, request.seed(), sequence.outputSize())
                        : 0.0,
                sequence.endsWithStop() ? request.eosIds().get(0) : StepPlan.Draw.FREE);
    }
}
