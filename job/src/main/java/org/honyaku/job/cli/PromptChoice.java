package org.honyaku.job.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.honyaku.job.config.JobConfig;
import org.honyaku.job.config.Problems;
import org.honyaku.job.config.Settings;
import org.honyaku.text.PromptTemplate;
import org.honyaku.text.TemplateFile;

/** The template and the instruction that the settings of a run ask for. */
record PromptChoice(PromptTemplate template, String instruction) {

    /** @throws IllegalArgumentException naming the template's file, if that is no template; {@link #check} finds this first */
    static PromptChoice of(JobConfig config) {
        Optional<Path> file = config.get(Settings.TEMPLATE);
        return new PromptChoice(
                file.map(TemplateFile::read).orElse(PromptTemplate.ALPACA),
                config.get(Settings.INSTRUCTION)
                        .orElseGet(() -> config.get(Settings.DIRECTION).instruction()));
    }

    static void check(JobConfig config, Problems problems) {
        try {
            of(config);
        } catch (IllegalArgumentException e) {
            problems.add(Settings.TEMPLATE.flag() + ": " + e.getMessage());
        }
    }
}
