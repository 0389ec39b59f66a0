package org.honyaku.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Requests that wait for a slot. They leave longest first, prompt and most new tokens together, so that the last sequences of a run are short ones. The order is
 * made within a window of arrivals which is emptied before the next one is opened: nobody is overtaken by more than a window.
 */
final class WaitingRoom {

    private static final Comparator<Sequence> LONGEST_FIRST =
            Comparator.comparingInt(Sequence::maxTokens).reversed();

    private final int windowSize;
    private final Deque<Sequence> arrivals = new ArrayDeque<>();
    private final Deque<Sequence> window = new ArrayDeque<>();

    WaitingRoom(int windowSize) {
        this.windowSize = windowSize;
    }

    void enter(Sequence sequence) {
        arrivals.add(sequence);
    }

    /** Who is next; null where nobody waits. Cancelled requests have left. */
    @Nullable
    Sequence peek() {
        while (true) {
            if (window.isEmpty()) {
                openWindow();
            }
            Sequence next = window.peek();
            if (next == null || !next.result().isCancelled()) {
                return next;
            }
            window.remove();
        }
    }

    void leave() {
        window.remove();
    }

    /** Who waits, cancelled requests among them that have not been noticed yet. */
    int size() {
        return window.size() + arrivals.size();
    }

    void forEach(Consumer<Sequence> action) {
        window.forEach(action);
        arrivals.forEach(action);
    }

    private void openWindow() {
        List<Sequence> opened = new ArrayList<>();
        Iterator<Sequence> arriving = arrivals.iterator();
        while (opened.size() < windowSize && arriving.hasNext()) {
            opened.add(arriving.next());
            arriving.remove();
        }
        opened.sort(LONGEST_FIRST);
        window.addAll(opened);
    }
}
