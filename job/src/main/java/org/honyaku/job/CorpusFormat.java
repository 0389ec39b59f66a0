package org.honyaku.job;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.honyaku.job.input.FileFormat;

/** Which format the files of an input have. */
final class CorpusFormat {

    private CorpusFormat() {}

    /**
     * The format that the files' names speak of. Where none of them says anything it is Parquet, whose files often have no telling name.
     *
     * @param files at least one
     * @throws UserException if they speak of several formats, or only some of them speak
     */
    static FileFormat guess(String input, List<String> files) {
        Set<FileFormat> formats = files.stream()
                .flatMap(file -> FileFormat.ofName(file).stream())
                .collect(Collectors.toCollection(TreeSet::new));
        Optional<String> silent =
                files.stream().filter(file -> FileFormat.ofName(file).isEmpty()).findFirst();
        if (formats.isEmpty() || formats.equals(Set.of(FileFormat.PARQUET))) {
            return FileFormat.PARQUET;
        }
        if (formats.size() > 1) {
            throw unclear(input, "holds files of several formats (" + join(formats) + ")");
        }
        if (silent.isPresent()) {
            throw unclear(
                    input,
                    "holds " + join(formats) + " and files of which the name does not tell the format, for instance "
                            + InputFiles.describe(silent.get()));
        }
        return formats.iterator().next();
    }

    private static UserException unclear(String input, String problem) {
        return new UserException(
                ExitCode.INPUT,
                "the input " + input + " " + problem
                        + "; choose some of them with a pattern (folder/*.tsv), or say with --format what all of them are");
    }

    private static String join(Set<FileFormat> formats) {
        return formats.stream().map(FileFormat::code).collect(Collectors.joining(", "));
    }
}
