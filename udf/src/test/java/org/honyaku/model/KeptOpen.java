package org.honyaku.model;

import org.honyaku.engine.KvLayout;
import org.honyaku.engine.LanguageModel;
import org.honyaku.engine.StepOutcome;
import org.honyaku.engine.StepPlan;

/** A model that outlives the engines that use it, one after another. */
record KeptOpen(LanguageModel model) implements LanguageModel {

    @Override
    public int vocabularySize() {
        return model.vocabularySize();
    }

    @Override
    public int maxPositions() {
        return model.maxPositions();
    }

    @Override
    public KvLayout kvLayout() {
        return model.kvLayout();
    }

    @Override
    public int ropeBand(int promptTokens) {
        return model.ropeBand(promptTokens);
    }

    @Override
    public void enterLane() {
        model.enterLane();
    }

    @Override
    public StepOutcome run(StepPlan plan) {
        return model.run(plan);
    }

    @Override
    public void close() {}
}
