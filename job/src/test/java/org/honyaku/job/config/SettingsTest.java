package org.honyaku.job.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

    @Test
    void everyNameAndEveryFlagIsThereOnce() {
        assertThat(Settings.ALL)
                .extracting(Setting::key)
                .doesNotHaveDuplicates()
                .allMatch(key -> key.matches("[a-z_]+"));
        assertThat(Settings.ALL).extracting(Setting::flag).doesNotHaveDuplicates();
    }

    @Test
    void everyDescriptionIsASentence() {
        assertThat(Settings.ALL).extracting(Setting::description).allMatch(words -> words.matches("[A-Z].*\\."));
    }

    @ParameterizedTest
    @ValueSource(strings = {"news-en", "/data/ニュース/en 1", "hdfs://night:8020/news", "file:/data/news", "s3a://b/news"})
    void aFolderThatARunMakes(String location) {
        assertThat(ValueType.NEW_FOLDER.parse(location)).isEqualTo(location);
    }

    @ParameterizedTest
    @ValueSource(strings = {"news-10:30", "/data/a[1]/news", "/data/*", "hdfs://night:8020/{a,b}", "what?", " "})
    void aFolderWhoseNameSparkOrHadoopWouldTakeForSomethingElse(String location) {
        assertThatThrownBy(() -> ValueType.NEW_FOLDER.parse(location)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aNearMissIsRecognisedAndAnotherWordIsNot() {
        var names = Settings.ALL.stream().<String>map(Setting::key).toList();

        assertThat(NearestName.among(names, "max_new_token")).contains("max_new_tokens");
        assertThat(NearestName.among(names, "temprature")).contains("temperature");
        assertThat(NearestName.among(names, "banana")).isEmpty();
    }
}
