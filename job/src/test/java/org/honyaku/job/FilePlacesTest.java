package org.honyaku.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FilePlacesTest {

    @ParameterizedTest
    @CsvSource({
        "Permission denied: /data/news/part-0.parquet, /data/news",
        "file:/data/news/part-0.parquet: No space, /data/news",
        "cannot open 'hdfs://night:8020/data/news', hdfs://night:8020/data/news",
        "Permission denied: /data/news/a.jsonl, /data/news/*.jsonl",
        "Permission denied: /data/2026-11/a.jsonl, '/data/2026-{10,11}/?.jsonl'",
        "Permission denied: /data/news/part-0, /data/news/",
        "Permission denied: /data/a[b/part-0, /data/a[b",
        "Permission denied: /data/ニュース/a, file:///data/ニュース"
    })
    void names(String message, String location) {
        assertThat(FilePlaces.mentions(message, location)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "mkdir of file:/data/.news-en.honyaku/run failed: Permission denied, /data/news",
        "No space left on device: /data/news-en/part-0, /data/news",
        "No space left on device: /data/newsletter/part-0, /data/news",
        "No space left on device: /other/data/news, /data/news",
        "mkdir of file:/data/.out.honyaku/run failed: Permission denied, /data/*.jsonl",
        "No space left on device, /data/news"
    })
    void namesAnother(String message, String location) {
        assertThat(FilePlaces.mentions(message, location)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"news", "./news", "news/../news"})
    void aRelativeLocationIsBelowTheWorkingDirectory(String location) {
        String whole = Path.of("news").toAbsolutePath().toString();

        assertThat(FilePlaces.mentions("cannot read " + whole + "/a", location)).isTrue();
        assertThat(FilePlaces.mentions("cannot write " + whole + "-en/a", location))
                .isFalse();
    }
}
