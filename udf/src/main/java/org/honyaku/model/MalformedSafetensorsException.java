package org.honyaku.model;

/** A file that is no valid safetensors file. The message continues "the file ...". */
final class MalformedSafetensorsException extends Exception {

    MalformedSafetensorsException(String message) {
        super(message);
    }
}
