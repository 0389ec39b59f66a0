package org.honyaku.spark;

import java.util.Arrays;
import org.honyaku.text.TextTokenizer;

/** One token for each character. */
final class CharacterTokenizer implements TextTokenizer {

    @Override
    public int[] encode(String text) {
        return text.codePoints().toArray();
    }

    @Override
    public String decode(int[] ids) {
        int[] characters =
                Arrays.stream(ids).filter(id -> id != StandInModel.END).toArray();
        return new String(characters, 0, characters.length);
    }

    @Override
    public String decodeVerbatim(int[] ids) {
        return decode(ids);
    }

    @Override
    public int vocabularySize() {
        return StandInModel.END + 1;
    }

    @Override
    public void close() {}
}
