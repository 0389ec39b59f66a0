package org.honyaku.engine;

import java.util.List;

/**
 * Is told which rows a model computes, before it does: whoever finds the process dead can tell what it was at. Called by one of the
 * engine's threads at a time.
 */
public interface StepWitness {

    /** Nobody looks. */
    StepWitness NONE = new StepWitness() {};

    /**
     * From now on the model's steps are about these rows; called where they are others than before.
     *
     * @param rows {@link GenerationRequest#seed} of each; none where the model has nothing to do
     */
    default void computes(List<Long> rows) {}

    /** The model failed. Called before anybody else hears of it. */
    default void failed(Throwable failure) {}
}
