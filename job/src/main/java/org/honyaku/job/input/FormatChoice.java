package org.honyaku.job.input;

import java.util.Optional;

/**
 * What the user says about the files of an input.
 *
 * @param format empty to go by the files' names
 * @param header whether the first line of each file names the columns; empty for the format's own habit: yes for csv, no for tsv and
 *     text
 */
public record FormatChoice(Optional<FileFormat> format, Optional<Boolean> header) {

    /** Nothing is said. */
    public static final FormatChoice BY_NAME = new FormatChoice(Optional.empty(), Optional.empty());
}
