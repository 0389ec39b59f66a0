package org.honyaku.job.cli;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.honyaku.engine.TokenIds;
import org.honyaku.job.ExitCode;
import org.honyaku.job.UsedSetting;
import org.honyaku.job.UsedSetting.Source;
import org.honyaku.job.UserException;
import org.honyaku.job.config.JobConfig;
import org.honyaku.job.config.SettingGroup;
import org.honyaku.job.config.Settings;
import org.honyaku.model.GenerationDefaults;
import org.honyaku.model.StopWords;

/** How a run generates: what the user gave, before what the model folder states, before the defaults. */
record GenerationChoice(JobConfig config, GenerationDefaults folder) {

    /**
     * Puts what the folder states under what the user gave.
     *
     * @throws UserException if there are stop words and nothing that they could end an output with
     */
    static GenerationChoice of(JobConfig given, GenerationDefaults folder) {
        JobConfig config = given.withModelDefaults(folder.stated());
        if (folder.eosIds().isEmpty() && !config.get(Settings.STOP_WORDS_IDS).equals(StopWords.NONE)) {
            throw new UserException(
                    ExitCode.USAGE,
                    "stop_words_ids is " + config.get(Settings.STOP_WORDS_IDS)
                            + ", but the model folder names no end of"
                            + " sequence to end an output with; say --stop-words-ids none");
        }
        return new GenerationChoice(config, folder);
    }

    /** All settings that decide what is generated. */
    List<UsedSetting> used() {
        var used = new ArrayList<>(config.used(SettingGroup.GENERATION));
        used.add(new UsedSetting("eos_token_id", eos(), Source.MODEL_FOLDER));
        folder.padId()
                .ifPresent(pad -> used.add(new UsedSetting("pad_token_id", String.valueOf(pad), Source.MODEL_FOLDER)));
        new TreeMap<>(folder.unused())
                .forEach((name, value) -> used.add(new UsedSetting(name, value, Source.NOT_USED)));
        return used;
    }

    /** Says what is used, and what in it may surprise. */
    void print(PrintStream err) {
        err.println(UsedSetting.describe(used()));
        if (config.get(Settings.DO_SAMPLE) && !config.isGiven(Settings.DO_SAMPLE)) {
            err.println("The model folder asks for random draws; --do-sample false takes the best token instead.");
        }
        if (folder.eosIds().isEmpty()) {
            err.println("The model folder names no end of sequence, so every output runs to max_new_tokens.");
        }
    }

    private String eos() {
        TokenIds ids = folder.eosIds();
        List<String> texts = IntStream.range(0, ids.size())
                .mapToObj(index -> String.valueOf(ids.get(index)))
                .toList();
        return texts.isEmpty() ? "none" : String.join(" or ", texts);
    }
}
