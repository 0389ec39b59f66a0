package org.honyaku.job.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** What {@code honyaku --version} shows: the versions that the jar was built with. */
final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() throws IOException {
        var versions = new Properties();
        try (InputStream file = Version.class.getResourceAsStream("version.properties")) {
            versions.load(file);
        }
        return new String[] {
            "honyaku " + versions.getProperty("honyaku"),
            "built for Spark " + versions.getProperty("spark") + " (Scala " + versions.getProperty("scala") + "), DJL "
                    + versions.getProperty("djl") + ", libtorch " + versions.getProperty("libtorch") + "; runs on Java "
                    + Runtime.version()
        };
    }
}
