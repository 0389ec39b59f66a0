package org.honyaku.job;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Processes of tests that need nothing but the tests' class path. */
public final class JavaProcess {

    private JavaProcess() {}

    /** One that will run {@code main}, compiled but not for long: it lives for seconds. */
    public static ProcessBuilder of(Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classPath(),
                main.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command);
    }

    /** Of the tests themselves; Surefire has put a short one in its place. */
    static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }
}
