package org.honyaku.job.cli;

import java.io.IOException;
import java.util.EnumSet;
import java.util.Set;
import org.honyaku.job.ExitCode;
import org.honyaku.job.config.JobConfig;
import org.honyaku.job.config.SettingGroup;
import org.honyaku.job.local.GenerateRun;
import org.honyaku.job.local.LineCounts;
import org.honyaku.job.local.LocalModel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code honyaku generate}: prompts continued as they are, one JSON object a line, without Spark. */
@Command(
        name = "generate",
        customSynopsis = "honyaku generate --model DIR [--input FILE] [--output FILE] [OPTION]...",
        descriptionHeading = "%n",
        optionListHeading = "%n",
        description = {
            "Continues prompts as they are, one JSON object a line, without Spark: for base models, for other prompts than "
                    + "translation, and for looking closely.",
            "",
            "In:  {\"id\", \"prompt\" or \"prompt_ids\"} and optionally max_new_tokens, min_new_tokens, do_sample, temperature, "
                    + "top_p, top_k, repetition_penalty, stop_words_ids, seed, ignore_eos.",
            "Out: {\"id\", \"output_ids\", \"text\", \"finish_reason\", \"prompt_tokens\", \"output_tokens\", \"mean_logprob\"}, or "
                    + "{\"id\", \"error\"} for a line that cannot be done. The order is that of the input; one bad line never stops "
                    + "the others."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  honyaku generate --model models/nekomata-7b --input prompts.jsonl --output results.jsonl",
            "  echo '{\"id\": 1, \"prompt\": \"西田幾多郎は、\"}' | honyaku generate --do-sample --top-p 0.95 --seed 7",
            "",
            "Exit codes: 0 done; 2 wrong options or settings; 3 the input cannot be read; 10 done, and some lines",
            "have an error; 13 the model folder fails its checks; 14 the output cannot be written; 1 a mistake in",
            "Honyaku."
        })
final class GenerateCommand extends Subcommand {

    @Mixin
    private final JsonLinesOptions files = new JsonLinesOptions();

    @Override
    Set<SettingGroup> settingGroups() {
        return EnumSet.of(SettingGroup.GENERATION, SettingGroup.MODEL, SettingGroup.DEVICE);
    }

    @Override
    ExitCode run(JobConfig config, StandardStreams streams) throws IOException {
        LineCounts counts;
        try (LocalModel model = LocalModel.open(modelFolder(config, streams), config)) {
            streams.err().println(model.describe());
            GenerationChoice generation = GenerationChoice.of(config, model.generationDefaults());
            generation.print(streams.err());
            counts = files.process(streams, lines -> GenerateRun.of(model, generation.config(), lines)
                    .run());
        }
        streams.err().println(counts.describe());
        return counts.exitCode();
    }
}
