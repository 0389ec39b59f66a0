package org.honyaku.job;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.Path;
import org.honyaku.job.input.InputException;

/**
 * What folders inside an input of Parquet are: such as {@code year=2026}, of which Spark makes a column, or folders that only hold files. Spark
 * leaves out files where it finds both, and all that lie in folders of the second kind unless it is told to look there.
 */
final class PartitionFolders {

    private PartitionFolders() {}

    /**
     * Whether they are columns.
     *
     * @param roots the input's files and folders
     * @param files all that are in them
     * @throws InputException if some files are in such folders and others are not
     */
    static boolean areColumns(List<String> roots, List<String> files) {
        Set<String> places = roots.stream().map(InputFiles::describe).collect(Collectors.toSet());
        List<String> first = List.of();
        for (String file : files) {
            List<String> columns = columns(places, file);
            if (file.equals(files.get(0))) {
                first = columns;
            } else if (!columns.equals(first)) {
                throw new InputException("the files of the input lie in folders of different kinds: "
                        + describe(files.get(0), first) + ", and " + describe(file, columns)
                        + "; let all of them lie in the same columns' folders, or in none");
            }
        }
        if (!first.isEmpty() && roots.size() > 1) {
            throw new InputException("the pattern means several folders with the columns " + String.join(", ", first)
                    + " in them, of which Spark makes no table; name one of them");
        }
        return !first.isEmpty();
    }

    /** Of the folders between a root and the file; none where no folder is one. */
    private static List<String> columns(Set<String> roots, String file) {
        var folders = new ArrayDeque<String>();
        Path folder = new Path(InputFiles.describe(file)).getParent();
        while (folder != null && !folder.isRoot() && !roots.contains(folder.toString())) {
            folders.addFirst(folder.getName());
            folder = folder.getParent();
        }
        boolean isRootItself = folder == null || !roots.contains(folder.toString());
        return isRootItself || folders.stream().noneMatch(name -> name.indexOf('=') > 0)
                ? List.of()
                : folders.stream().map(PartitionFolders::column).toList();
    }

    private static String column(String folder) {
        int sign = folder.indexOf('=');
        return sign > 0 ? folder.substring(0, sign) : folder + "/";
    }

    private static String describe(String file, List<String> columns) {
        return InputFiles.describe(file) + " in "
                + (columns.isEmpty() ? "none that is a column" : "those of " + String.join(", ", columns));
    }
}
