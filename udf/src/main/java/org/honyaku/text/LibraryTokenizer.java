package org.honyaku.text;

/** Encodes through the library and decodes from the table of bytes. */
final class LibraryTokenizer implements TextTokenizer {

    private final RustTokenizer encoder;
    private final Vocabulary vocabulary;

    LibraryTokenizer(RustTokenizer encoder, Vocabulary vocabulary) {
        this.encoder = encoder;
        this.vocabulary = vocabulary;
    }

    @Override
    public int[] encode(String text) {
        TextCheck.requireTokenizable(text);
        return encoder.encode(text);
    }

    @Override
    public String decode(int[] ids) {
        return vocabulary.decode(ids);
    }

    @Override
    public String decodeVerbatim(int[] ids) {
        return vocabulary.decodeVerbatim(ids);
    }

    @Override
    public int vocabularySize() {
        return vocabulary.size();
    }

    @Override
    public void close() {
        encoder.close();
    }
}
