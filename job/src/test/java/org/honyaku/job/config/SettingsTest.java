package org.honyaku.job.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

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

    @Test
    void aNearMissIsRecognisedAndAnotherWordIsNot() {
        var names = Settings.ALL.stream().<String>map(Setting::key).toList();

        assertThat(NearestName.among(names, "max_new_token")).contains("max_new_tokens");
        assertThat(NearestName.among(names, "temprature")).contains("temperature");
        assertThat(NearestName.among(names, "banana")).isEmpty();
    }
}
