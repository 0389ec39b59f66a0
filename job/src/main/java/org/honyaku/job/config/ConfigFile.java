package org.honyaku.job.config;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * Reads a flat YAML file of {@code key: value} lines. Works on YAML's node tree, which keeps line numbers and the text of every
 * value, and never builds objects from it.
 */
final class ConfigFile {

    private static final Set<Tag> PLAIN = Set.of(Tag.STR, Tag.INT, Tag.FLOAT, Tag.BOOL, Tag.NULL);

    private final Path file;
    private final Problems problems;
    private final Map<String, Integer> linesByKey = new LinkedHashMap<>();
    private final List<GivenValue> values = new ArrayList<>();

    private ConfigFile(Path file, Problems problems) {
        this.file = file;
        this.problems = problems;
    }

    /** The values of {@code file} in its order. What cannot be read becomes a problem. */
    static List<GivenValue> read(Path file, Problems problems) {
        var reading = new ConfigFile(file, problems);
        try (Reader text = Files.newBufferedReader(file)) {
            var yaml =
                    new Compose(LoadSettings.builder().setLabel(file.toString()).build());
            yaml.composeReader(text).ifPresent(reading::document);
        } catch (NoSuchFileException e) {
            problems.add(file + ": there is no such file of settings");
        } catch (CharacterCodingException e) {
            problems.add(file + ": is not UTF-8; save it as UTF-8");
        } catch (IOException e) {
            problems.add(file + ": cannot be read: " + e.getMessage());
        } catch (MarkedYamlEngineException e) {
            problems.add(reading.at(e.getProblemMark().map(Mark::getLine).orElse(0)) + ": not YAML: " + e.getProblem());
        } catch (YamlEngineException e) {
            problems.add(file + ": not YAML: " + e.getMessage());
        }
        return reading.values;
    }

    private void document(Node root) {
        if (root instanceof MappingNode mapping) {
            mapping.getValue().forEach(this::entry);
        } else {
            problems.add(at(line(root)) + ": settings are lines of the form \"key: value\"");
        }
    }

    private void entry(NodeTuple tuple) {
        int line = line(tuple.getKeyNode());
        if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
            problems.add(at(line) + ": a setting's name must be a plain word");
            return;
        }
        Integer earlier = linesByKey.putIfAbsent(key.getValue(), line);
        if (earlier != null) {
            problems.add(at(line) + ": " + key.getValue() + " is set in line " + (earlier + 1) + " already");
        } else if (tuple.getValueNode() instanceof ScalarNode value && PLAIN.contains(value.getTag())) {
            if (!value.getTag().equals(Tag.NULL)) {
                values.add(new GivenValue(at(line) + ": " + key.getValue(), key.getValue(), value.getValue()));
            }
        } else {
            problems.add(
                    at(line) + ": " + key.getValue() + " must have a plain value on its line; settings are not nested");
        }
    }

    private String at(int line) {
        return file + ":" + (line + 1);
    }

    private static int line(Node node) {
        return node.getStartMark().map(Mark::getLine).orElse(0);
    }
}
