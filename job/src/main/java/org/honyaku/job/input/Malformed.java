package org.honyaku.job.input;

/**
 * Why a record of a file is no row that can be translated.
 *
 * @param line where it begins, from 1
 * @param problem for people, without file and line
 * @param text of the record as it stands in the file, without its line end; bytes that are not UTF-8 are written {@code \xE3}, and one
 *     that is too long is cut
 */
public record Malformed(long line, String problem, String text) {}
