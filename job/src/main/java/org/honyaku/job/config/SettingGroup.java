package org.honyaku.job.config;

/** Settings that belong together. A command takes whole groups. */
public enum SettingGroup {
    CORPUS("Corpus"),
    MEMORY("Translation memory"),
    LIMITS("How far a run goes"),
    PROMPT("Prompt"),
    GENERATION("Generation"),
    MODEL("Model"),
    DEVICE("Device and memory");

    private final String heading;

    SettingGroup(String heading) {
        this.heading = heading;
    }

    public String heading() {
        return heading;
    }
}
