package org.honyaku.model;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.honyaku.engine.TokenIds;

/**
 * Lists of token ids of which each ends an output, as Qwen-1's {@code stop_words_ids}.
 *
 * <p>As a text they are {@code 198 198, 151645}: ids with blanks between them, lists with commas, and {@code none} for no list at all.
 *
 * @param lists of at least one id each
 */
public record StopWords(List<List<Integer>> lists) implements Serializable {

    public static final StopWords NONE = new StopWords(List.of());

    private static final String NO_LIST = "none";

    public StopWords {
        lists = lists.stream().map(List::copyOf).toList();
        if (lists.stream().anyMatch(list -> list.isEmpty() || list.stream().anyMatch(id -> id < 0))) {
            throw new IllegalArgumentException("must be lists of at least one token id each, none of them negative");
        }
    }

    /**
     * Reads such a text.
     *
     * @throws IllegalArgumentException if it has another form; the message goes on after the name of what was read
     */
    public static StopWords parse(String text) {
        if (text.equals(NO_LIST)) {
            return NONE;
        }
        try {
            return new StopWords(Arrays.stream(text.split(",", -1))
                    .map(list -> Arrays.stream(list.strip().split(" +"))
                            .map(Integer::valueOf)
                            .toList())
                    .toList());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "must be token ids with blanks between them and commas between lists, or none", e);
        }
    }

    /**
     * What a request with these ends of sequence stops after. The end of sequence alone needs no stopping after; the reference drops it
     * as well, which matters where a prompt ends with it.
     */
    public List<TokenIds> sequences(TokenIds eosIds) {
        return lists.stream()
                .map(list ->
                        TokenIds.of(list.stream().mapToInt(Integer::intValue).toArray()))
                .filter(ids -> !ids.equals(eosIds))
                .toList();
    }

    @Override
    public String toString() {
        return lists.isEmpty()
                ? NO_LIST
                : lists.stream()
                        .map(list -> list.stream().map(String::valueOf).collect(Collectors.joining(" ")))
                        .collect(Collectors.joining(", "));
    }
}
