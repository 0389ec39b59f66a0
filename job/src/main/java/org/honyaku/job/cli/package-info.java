/**
 * The command line: one class a subcommand, and what they share. The only package that knows picocli.
 */
@NullMarked
package org.honyaku.job.cli;

import org.jspecify.annotations.NullMarked;
