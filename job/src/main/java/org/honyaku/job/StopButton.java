package org.honyaku.job;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Asks a run to stop soon and keep what it has. Pressed by whoever handles signals; the run looks at it. */
public final class StopButton {

    private final AtomicReference<@Nullable String> reason = new AtomicReference<>();

    /**
     * Asks for a stop. Only the first reason counts.
     *
     * @param why in words that follow "stopped", such as {@code by a signal}
     * @return whether it was pressed for the first time
     */
    public boolean press(String why) {
        return reason.compareAndSet(null, why);
    }

    /** Why it was pressed. */
    Optional<String> pressed() {
        return Optional.ofNullable(reason.get());
    }
}
