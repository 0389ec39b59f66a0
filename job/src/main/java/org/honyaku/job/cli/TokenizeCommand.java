package org.honyaku.job.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import org.honyaku.job.ExitCode;
import org.honyaku.job.config.JobConfig;
import org.honyaku.job.config.Problems;
import org.honyaku.job.config.SettingGroup;
import org.honyaku.job.input.RecordReader;
import org.honyaku.job.local.LineCounts;
import org.honyaku.job.local.TokenStatistics;
import org.honyaku.job.local.TokenizeRun;
import org.honyaku.text.TextTokenizer;
import org.honyaku.text.Tokenizers;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code honyaku tokenize}: text to token ids and back, one JSON object a line. */
@Command(
        name = "tokenize",
        customSynopsis = "honyaku tokenize --model DIR [--input FILE] [--output FILE] [--stats] [OPTION]...",
        descriptionHeading = "%n",
        optionListHeading = "%n",
        description = {
            "Turns text into the model's token ids, and ids back into text, one JSON object a line.",
            "",
            "In:  {\"text\"} or {\"ids\"}; an id is kept.",
            "Out: {\"text\", \"ids\"}, or {\"error\"} for a line that cannot be done.",
            "",
            "With --stats the input may also be csv, tsv or plain text, and the output is one object for each of its columns: "
                    + "{\"column\", \"rows\", \"bytes\", \"tokens\", \"tokens_per_byte\"}. Malformed records are left out and named."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  echo '{\"text\": \"こんにちは、世界。\"}' | honyaku tokenize --model models/nekomata-7b-instruction",
            "  honyaku tokenize --stats --input pairs.tsv --model models/nekomata-7b-instruction",
            "",
            "Exit codes: 0 done; 2 wrong options or settings; 3 the input cannot be read; 10 done, and some lines",
            "have an error; 13 the model folder fails its checks; 14 the output cannot be written; 1 a mistake in",
            "Honyaku."
        })
final class TokenizeCommand extends Subcommand {

    @Mixin
    private final JsonLinesOptions files = new JsonLinesOptions();

    @Option(names = "--stats", description = "Only count: how many tokens the model needs for a byte of these texts.")
    private boolean stats;

    @Mixin
    private final RecordOptions records = new RecordOptions();

    @Override
    Set<SettingGroup> settingGroups() {
        return EnumSet.of(SettingGroup.MODEL);
    }

    @Override
    void check(JobConfig config, Problems problems) {
        super.check(config, problems);
        records.check(stats, problems);
    }

    @Override
    ExitCode run(JobConfig config, StandardStreams streams) throws IOException {
        Path folder = modelFolder(config, streams);
        try (TextTokenizer tokenizer = Tokenizers.open(folder)) {
            return (stats ? count(tokenizer, streams) : convert(tokenizer, streams)).exitCode();
        }
    }

    private LineCounts convert(TextTokenizer tokenizer, StandardStreams streams) throws IOException {
        return files.process(streams, lines -> new TokenizeRun(tokenizer, lines).writeAll());
    }

    private LineCounts count(TextTokenizer tokenizer, StandardStreams streams) throws IOException {
        var statistics = new TokenStatistics(tokenizer, streams.err());
        try (RecordReader reader = records.open(files, streams)) {
            return files.write(InputStream.nullInputStream(), streams, lines -> statistics.write(reader, lines));
        }
    }
}
