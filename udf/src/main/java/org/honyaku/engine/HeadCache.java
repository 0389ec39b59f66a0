package org.honyaku.engine;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The constant heads of prompts, each computed once in slots of its own and copied to the sequences that begin with it. Keys of
 * different rope bands differ, so a head belongs to one band. The least recently used head makes room for a new one.
 */
final class HeadCache {

    private final KvLayout layout;
    private final SlotPool pool;
    /** Least recently used first. */
    private final List<Prefill> heads = new ArrayList<>();
    /** Those that the step which is being planned copies. */
    private final Set<Prefill> copied = new HashSet<>();

    HeadCache(KvLayout layout, SlotPool pool) {
        this.layout = layout;
        this.pool = pool;
    }

    /** A step is being planned, and the one before it is done. */
    void beginStep() {
        copied.clear();
    }

    /** The head, perhaps still being computed, that covers the request's shared tokens; a new one where there is none; null where none fits. */
    @Nullable
    Prefill headFor(GenerationRequest request, int ropeBand) {
        TokenIds wanted = request.promptIds().slice(0, shareable(request));
        if (wanted.isEmpty()) {
            return null;
        }
        Prefill known = find(wanted, ropeBand);
        Prefill head = known != null ? known : create(wanted, ropeBand);
        if (head != null) {
            copied.add(head);
        }
        return head;
    }

    /** Heads that are still being computed, in the order they were asked for. */
    List<Prefill> pending() {
        return heads.stream().filter(head -> !head.isDone()).toList();
    }

    /** At least the prompt's last token is computed for each request, since its logits are. */
    private static int shareable(GenerationRequest request) {
        return Math.min(request.sharedTokens(), request.promptIds().size() - 1);
    }

    private @Nullable Prefill find(TokenIds wanted, int ropeBand) {
        for (Prefill head : heads) {
            if (head.ropeBand() == ropeBand && head.ids().commonPrefix(wanted) == wanted.size()) {
                heads.remove(head);
                heads.add(head);
                return head;
            }
        }
        return null;
    }

    private @Nullable Prefill create(TokenIds ids, int ropeBand) {
        int slots = layout.slotsFor(ids.size());
        if (slots > pool.size()) {
            return null;
        }
        int slot = pool.acquire(slots);
        while (slot < 0) {
            if (!evictOne()) {
                return null;
            }
            slot = pool.acquire(slots);
        }
        Prefill head = new Prefill(ids, slot * layout.slotTokens(), ropeBand, 0);
        heads.add(head);
        return head;
    }

    /** A head that is being computed or copied stays: the plan of this step writes to it, or reads it, perhaps several times. */
    private boolean evictOne() {
        Iterator<Prefill> oldestFirst = heads.iterator();
        while (oldestFirst.hasNext()) {
            Prefill head = oldestFirst.next();
            if (head.isDone() && !copied.contains(head)) {
                oldestFirst.remove();
                pool.release(
                        head.kvStart() / layout.slotTokens(),
                        layout.slotsFor(head.ids().size()));
                return true;
            }
        }
        return false;
    }
}
