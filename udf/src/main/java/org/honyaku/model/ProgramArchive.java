package org.honyaku.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Packs the program's TorchScript source into the archive that libtorch loads: a zip of stored entries with the source, the main
 * object's attributes as a pickle, and a version. The archive holds no weights; they are bound after loading.
 */
final class ProgramArchive {

    private static final String PACKAGE = "__torch__.honyaku.";
    private static final List<String> SOURCES =
            List.of("checkpoint", "linear", "norm", "rotary", "attention", "layer", "planning", "sampling", "decoder");
    /** File format version of TorchScript archives; 10 is what libtorch 2.7 writes. */
    private static final String VERSION = "10\n";

    private ProgramArchive() {}

    /** Writes the archive of a {@code Decoder} with these attributes to a temporary file, which the caller deletes. */
    static Path write(Map<String, Object> attributes) {
        try {
            Path archive = Files.createTempFile("honyaku-program", ".pt");
            try (OutputStream file = Files.newOutputStream(archive);
                    ZipOutputStream zip = new ZipOutputStream(file)) {
                store(zip, "program/data.pkl", Pickle.object(PACKAGE + "decoder", "Decoder", attributes));
                store(zip, "program/constants.pkl", Pickle.emptyTuple());
                store(zip, "program/version", VERSION.getBytes(StandardCharsets.US_ASCII));
                store(zip, "program/byteorder", "little".getBytes(StandardCharsets.US_ASCII));
                for (String name : SOURCES) {
                    store(zip, "program/code/__torch__/honyaku/" + name + ".py", source(name));
                }
            }
            return archive;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the program's archive to the temporary directory", e);
        }
    }

    private static byte[] source(String name) throws IOException {
        try (InputStream source = ProgramArchive.class.getResourceAsStream("/program/" + name + ".py")) {
            if (source == null) {
                throw new IllegalStateException("the program's source " + name + ".py is missing from the jar");
            }
            return source.readAllBytes();
        }
    }

    /** libtorch maps entries in place, so they must not be compressed; a stored entry states size and checksum first. */
    private static void store(ZipOutputStream zip, String name, byte[] content) throws IOException {
        CRC32 checksum = new CRC32();
        checksum.update(content);
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        entry.setCrc(checksum.getValue());
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }
}
