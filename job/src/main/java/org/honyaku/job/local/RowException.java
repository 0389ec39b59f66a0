package org.honyaku.job.local;

/** One line of the input cannot be done. Its message goes to that line of the output, and the others go on. */
final class RowException extends Exception {

    RowException(String message) {
        super(message);
    }
}
