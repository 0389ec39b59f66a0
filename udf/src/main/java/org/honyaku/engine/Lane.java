package org.honyaku.engine;

import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One thread of an engine: it fetches requests, has the model compute them side by side in slots of its own, and hands out results. Lanes do
 * not wait for each other, so two of one core each do more than one of two cores, whose operators meet at a barrier hundreds of times
 * in a step.
 */
final class Lane {

    /** How long slots that other lanes hold are waited for before they are asked for again. */
    private static final int PAUSE_MILLIS = 10;

    private final LanguageModel model;
    private final AdmissionQueue queue;
    private final WitnessedRows witnessed;
    private final int index;
    private final StepRunner runner;
    private final Scheduler scheduler;
    private final Thread thread;
    private volatile EngineStats stats = EngineStats.NONE;
    private volatile @Nullable RunningStep running;

    /** @param whenEnded called on the lane's thread as the last thing that it does */
    Lane(
            LanguageModel model,
            EngineSettings settings,
            LaneSlots slots,
            AdmissionQueue queue,
            WitnessedRows witnessed,
            Runnable whenEnded) {
        this.model = model;
        this.queue = queue;
        this.witnessed = witnessed;
        this.index = slots.lane();
        this.runner = new StepRunner(model);
        this.scheduler = new Scheduler(settings, model.kvLayout(), model::ropeBand, queue, slots);
        this.thread = new Thread(
                () -> {
                    try {
                        run();
                    } finally {
                        whenEnded.run();
                    }
                },
                "honyaku-engine-" + index);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    void join() throws InterruptedException {
        thread.join();
    }

    EngineStats stats() {
        return stats;
    }

    /** The step that the lane is at; null between steps. */
    @Nullable
    RunningStep runningStep() {
        return running;
    }

    /** Who has been fetched and has no result; to be called when the lane has ended. */
    void forEach(Consumer<Sequence> action) {
        scheduler.forEach(action);
    }

    private void run() {
        try {
            model.enterLane();
            while (receive()) {
                StepPlan plan = scheduler.next();
                if (plan != null) {
                    execute(plan);
                } else if (scheduler.isIdle()) {
                    Thread.sleep(PAUSE_MILLIS);
                }
            }
        } catch (InterruptedException interrupted) {
            queue.end(new EngineException("the engine's thread was interrupted", interrupted));
        } catch (RuntimeException | Error failure) {
            try {
                witnessed.failed(failure);
            } finally {
                queue.end(new EngineException("the engine failed: " + failure, failure));
            }
        }
    }

    /** Waits for requests where nothing else is to do. False when the engine has ended. */
    private boolean receive() throws InterruptedException {
        if (scheduler.isIdle()) {
            witnessed.computes(index, List.of());
            queue.await(index);
        }
        return !queue.hasEnded();
    }

    private void execute(StepPlan plan) {
        witnessed.computes(index, scheduler.runningSeeds());
        StepRunner.Result result = measure(plan);
        result.lost().forEach(scheduler::giveUp);
        scheduler.accept(result.outcome());
    }

    private StepRunner.Result measure(StepPlan plan) {
        long start = System.nanoTime();
        running = new RunningStep(start, plan.tokens());
        try {
            StepRunner.Result result = runner.run(plan);
            stats = stats.plus(plan, result.outcome(), System.nanoTime() - start);
            return result;
        } finally {
            running = null;
        }
    }
}
