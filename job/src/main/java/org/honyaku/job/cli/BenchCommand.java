package org.honyaku.job.cli;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.honyaku.job.ExitCode;
import org.honyaku.job.config.JobConfig;
import org.honyaku.job.config.Problems;
import org.honyaku.job.config.SettingGroup;
import org.honyaku.job.local.BenchReport;
import org.honyaku.job.local.LocalModel;
import org.honyaku.job.local.Workload;
import org.honyaku.text.TranslationPrompt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code honyaku bench}: how fast the engine is by itself, on a fixed workload. */
@Command(
        name = "bench",
        customSynopsis = "honyaku bench --model DIR --workload FILE [OPTION]...",
        descriptionHeading = "%n",
        optionListHeading = "%n",
        description = {
            "Runs a fixed workload through the engine alone and measures it. The end of sequence is ignored, so that every "
                    + "engine does exactly the same work.",
            "",
            "Workload: a JSON array, or lines, of {\"id\", \"prompt_ids\", \"output_tokens\"}. What all prompts begin with is "
                    + "computed once. Without --retokenize the model folder needs no tokenizer.",
            "The last line of standard output is one JSON object with the results; seconds include the prompts and leave out "
                    + "the loading of the model."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  honyaku bench --model models/qwen-0.5b --workload ragged.json --precision bf16 --slots 64",
            "  honyaku bench --workload ragged.json --retokenize",
            "",
            "Exit codes: 0 done; 2 wrong options or settings; 3 the workload cannot be read or does not fit the",
            "model; 13 the model folder fails its checks; 1 a mistake in Honyaku."
        })
final class BenchCommand extends Subcommand {

    @Option(names = "--workload", required = true, paramLabel = "FILE", description = "What is to be generated.")
    private @Nullable Path workload;

    @Option(
            names = "--retokenize",
            description =
                    "Make the prompts of this model's own tokens, from each row's \"text\" in the translation prompt.")
    private boolean retokenize;

    @Override
    Set<SettingGroup> settingGroups() {
        return EnumSet.of(SettingGroup.PROMPT, SettingGroup.MODEL, SettingGroup.DEVICE);
    }

    @Override
    void check(JobConfig config, Problems problems) {
        super.check(config, problems);
        PromptChoice.check(config, problems);
    }

    @Override
    ExitCode run(JobConfig config, StandardStreams streams) {
        Workload rows = Workload.read(Objects.requireNonNull(workload));
        try (LocalModel model = open(modelFolder(config, streams), config)) {
            streams.err().println(model.describe());
            streams.out()
                    .println(BenchReport.measure(
                            model, rows, retokenize ? Optional.of(prompt(config, model)) : Optional.empty()));
        }
        return ExitCode.OK;
    }

    private LocalModel open(Path folder, JobConfig config) {
        return retokenize ? LocalModel.open(folder, config) : LocalModel.withoutTokenizer(folder, config);
    }

    private static TranslationPrompt prompt(JobConfig config, LocalModel model) {
        PromptChoice choice = PromptChoice.of(config);
        return model.prompt(choice.template(), choice.instruction());
    }
}
