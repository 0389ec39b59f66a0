package org.honyaku.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A model's weights on disk: every tensor that its spec asks for, with the place where it lies.
 *
 * @param files in the order of their names
 */
record Checkpoint(List<Safetensors> files, List<Weight> weights) {

    private static final int SHOWN_PROBLEMS = 20;
    /** Constants that older software saved with its weights, and the output layer that a tied embedding stands for. */
    private static final Pattern UNUSED = Pattern.compile("(.*\\.)?(inv_freq|masked_bias)|lm_head\\.weight");

    Checkpoint {
        files = List.copyOf(files);
        weights = List.copyOf(weights);
    }

    /**
     * A tensor and its place.
     *
     * @param file index into {@link #files}
     */
    record Weight(NamedTensor tensor, int file, StoredTensor stored) {}

    /** Whether no weight is wider than 16 bits. */
    boolean isStoredIn16Bits() {
        return weights.stream().allMatch(weight -> weight.stored().type().bytes() == Short.BYTES);
    }

    /** Weights and biases in all. */
    long parameters() {
        return weights.stream().mapToLong(weight -> weight.tensor().elements()).sum();
    }

    /** Compares what the files hold with the tensors that are wanted and adds a problem for each difference. */
    static Checkpoint of(List<NamedTensor> wanted, List<Safetensors> files, List<String> problems) {
        if (files.isEmpty()) {
            return new Checkpoint(files, List.of());
        }
        List<String> differences = new ArrayList<>();
        Map<String, Place> places = places(files, differences);
        List<Weight> weights = new ArrayList<>();
        for (NamedTensor tensor : wanted) {
            Place place = places.get(tensor.name());
            if (place == null) {
                differences.add("tensor " + tensor.name() + " " + tensor.shape() + " is missing from the weight files");
            } else {
                check(tensor, place.stored(), differences);
                weights.add(new Weight(tensor, place.file(), place.stored()));
            }
        }
        differences.addAll(unknown(wanted, places));
        // A wrong number in config.json makes every tensor differ: the first ones tell the story.
        problems.addAll(differences.subList(0, Math.min(SHOWN_PROBLEMS, differences.size())));
        if (differences.size() > SHOWN_PROBLEMS) {
            problems.add((differences.size() - SHOWN_PROBLEMS) + " more tensors are wrong or missing");
        }
        return new Checkpoint(files, weights);
    }

    /** A tensor that is left out changes what the model says as much as one that is missing. */
    private static List<String> unknown(List<NamedTensor> wanted, Map<String, Place> places) {
        Set<String> known = wanted.stream().map(NamedTensor::name).collect(Collectors.toSet());
        return places.keySet().stream()
                .filter(name -> !known.contains(name) && !UNUSED.matcher(name).matches())
                .sorted()
                .map(name -> "tensor " + name
                        + " is in the weight files but no part of the model that config.json describes")
                .toList();
    }

    private record Place(int file, StoredTensor stored) {}

    private static Map<String, Place> places(List<Safetensors> files, List<String> problems) {
        Map<String, Place> places = new HashMap<>();
        Map<String, List<String>> twice = new LinkedHashMap<>();
        for (int file = 0; file < files.size(); file++) {
            for (StoredTensor stored : files.get(file).tensors().values()) {
                Place other = places.putIfAbsent(stored.name(), new Place(file, stored));
                if (other != null) {
                    String both = files.get(other.file()).file().getFileName() + " and "
                            + files.get(file).file().getFileName();
                    twice.computeIfAbsent(both, any -> new ArrayList<>()).add(stored.name());
                }
            }
        }
        twice.forEach((both, names) -> problems.add(
                names.size() == 1
                        ? "tensor " + names.get(0) + " is in both " + both
                        : names.size() + " tensors, " + names.get(0) + " among them, are in both " + both));
        return places;
    }

    private static void check(NamedTensor tensor, StoredTensor stored, List<String> problems) {
        if (!stored.shape().equals(tensor.shape())) {
            problems.add("tensor " + tensor.name() + " has shape " + stored.shape() + " but config.json asks for "
                    + tensor.shape());
        }
        if (!stored.type().holdsWeights()) {
            problems.add("tensor " + tensor.name() + " has type " + stored.type() + "; weights are BF16, F16 or F32");
        }
    }
}
