package org.honyaku.job;

import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.util.SerializableConfiguration;
import org.honyaku.job.input.InputException;

/** Finds the files of an input and opens them, in any file system that Hadoop knows. It travels with every task. */
final class InputFiles implements Serializable {

    private final SerializableConfiguration hadoop;

    InputFiles(Configuration hadoop) {
        this.hadoop = new SerializableConfiguration(hadoop);
    }

    /**
     * All files of a file, a folder (with the folders in it) or a glob, by name. As everywhere in Hadoop's world, what begins with a dot
     * or an underscore inside a folder is no data.
     *
     * @throws InputException if there is none
     */
    List<String> list(String input) throws IOException {
        FileSystem files = new Path(input).getFileSystem(hadoop.value());
        List<String> listed = new ArrayList<>();
        for (FileStatus status : find(input)) {
            collect(files, status, listed);
        }
        return listed;
    }

    /**
     * The file or folder itself, or what a glob matches.
     *
     * @throws InputException if there is none
     */
    List<String> roots(String input) throws IOException {
        return find(input).stream().map(InputFiles::name).toList();
    }

    private List<FileStatus> find(String input) throws IOException {
        Path path = new Path(input);
        FileSystem files = path.getFileSystem(hadoop.value());
        if (files.exists(path)) {
            return List.of(files.getFileStatus(path));
        }
        FileStatus[] matches = files.globStatus(path);
        List<FileStatus> found = matches == null
                ? List.of()
                : Arrays.stream(matches)
                        .filter(match -> isHidden(path.getName())
                                || !isHidden(match.getPath().getName()))
                        .toList();
        if (found.isEmpty()) {
            throw new InputException("the input " + input + " does not exist");
        }
        return found;
    }

    private static String name(FileStatus status) {
        return status.getPath().toUri().toString();
    }

    private static void collect(FileSystem files, FileStatus status, List<String> listed) throws IOException {
        if (status.isFile()) {
            listed.add(name(status));
            return;
        }
        FileStatus[] inside = files.listStatus(status.getPath());
        Arrays.sort(inside, Comparator.comparing(child -> child.getPath().getName()));
        for (FileStatus child : inside) {
            if (child.getPath().getName().equals(DeltaFolder.LOG)) {
                throw new InputException(
                        "the input " + describe(status.getPath().toUri().toString())
                                + " is a Delta table, whose files hold rows of earlier versions as well; write the version that"
                                + " is to be translated to a folder of Parquet");
            }
            if (!isHidden(child.getPath().getName())) {
                collect(files, child, listed);
            }
        }
    }

    private static boolean isHidden(String name) {
        return name.startsWith(".") || name.startsWith("_");
    }

    /** What the file system says of a file. */
    FileStatus status(String file) throws IOException {
        Path path = path(file);
        return path.getFileSystem(hadoop.value()).getFileStatus(path);
    }

    Configuration hadoop() {
        return hadoop.value();
    }

    /** The content of a file, decompressed where its name says that it is compressed. */
    InputStream open(String file) throws IOException {
        Path path = path(file);
        InputStream raw = path.getFileSystem(hadoop.value()).open(path);
        return Decompression.of(path.getName(), raw, hadoop.value());
    }

    /** How a file is called in messages: local ones without a scheme. */
    static String describe(String file) {
        Path path = path(file);
        return "file".equals(path.toUri().getScheme()) ? path.toUri().getPath() : path.toString();
    }

    static InputException unreadable(String file, IOException cause) {
        return new InputException(
                "the input file " + describe(file) + " cannot be read: " + cause.getMessage() + "; mend or remove it",
                cause);
    }

    private static Path path(String file) {
        try {
            return new Path(new URI(file));
        } catch (URISyntaxException e) {
            return new Path(file); // Spark has it as a URI or not
        }
    }
}
