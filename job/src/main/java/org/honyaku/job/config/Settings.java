package org.honyaku.job.config;

import static org.honyaku.job.config.SettingGroup.CORPUS;
import static org.honyaku.job.config.SettingGroup.GENERATION;
import static org.honyaku.job.config.SettingGroup.MODEL;
import static org.honyaku.job.config.SettingGroup.PROMPT;
import static org.honyaku.job.config.ValueType.choice;
import static org.honyaku.job.config.ValueType.decimal;
import static org.honyaku.job.config.ValueType.wholeNumber;

import java.nio.file.Path;
import java.time.LocalTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.honyaku.job.OutputFormat;
import org.honyaku.job.config.ValueType.Range;
import org.honyaku.job.input.FileFormat;
import org.honyaku.model.Precision;
import org.honyaku.model.StopWords;
import org.honyaku.text.Direction;

/**
 * The table of settings: the only place where a name, its type, its default and its explanation are written. Flags, help texts
 * and {@code conf/honyaku.yaml} follow from it.
 */
public final class Settings {

    /** Settings that begin with this go to Spark as they are. */
    public static final String SPARK_PREFIX = "spark.";

    public static final Setting<Optional<String>> INPUT = Setting.optional(
            "input",
            CORPUS,
            ValueType.LOCATION,
            "none; it must be given",
            "File, directory or pattern to translate: Parquet, JSON Lines, CSV, tab-separated values or plain text.");

    public static final Setting<Optional<FileFormat>> FORMAT = Setting.optional(
            "format",
            CORPUS,
            choice(List.of(FileFormat.values()), FileFormat::code),
            "what the names of the files say; parquet where they say nothing",
            "What the files of the input are. Text files are UTF-8, and may be compressed (.gz, .bz2).");

    public static final Setting<Optional<Boolean>> HEADER = Setting.optional(
            "header",
            CORPUS,
            ValueType.FLAG,
            "true for csv, false for tsv and text",
            "Whether the first line of each csv, tsv or text file names the columns; without it they are column_1, column_2 and so on, and text in a text file.");

    public static final Setting<Optional<String>> OUTPUT = Setting.optional(
            "output",
            CORPUS,
            ValueType.NEW_FOLDER,
            "none; it must be given",
            "Directory for the translated rows; it appears when it is complete.");

    public static final Setting<OutputFormat> OUTPUT_FORMAT = Setting.of(
            "output_format",
            CORPUS,
            choice(List.of(OutputFormat.values()), OutputFormat::code),
            "parquet",
            "What the output is: a directory of Parquet files, or a Delta Lake table, for object stores and for readers at any time.");

    public static final Setting<Boolean> OVERWRITE = Setting.of(
            "overwrite",
            CORPUS,
            ValueType.FLAG,
            "false",
            "Replace an existing output. The old one stays until the new one is complete.");

    public static final Setting<String> TEXT_COLUMN = Setting.of(
            "text_column", CORPUS, ValueType.COLUMN, "text", "Name of the column to translate, or its number from 1.");

    public static final Setting<String> OUTPUT_PREFIX = Setting.of(
            "output_prefix",
            CORPUS,
            ValueType.TEXT,
            "",
            "Put before the name of every column that is added, where the input has columns of the same name.");

    public static final Setting<Optional<Integer>> PARTITIONS = Setting.optional(
            "partitions",
            CORPUS,
            wholeNumber(1),
            "from the size of the input",
            "Spark partitions that the rows are spread over.");

    public static final Setting<Double> MAX_FAILED_SHARE = Setting.of(
            "max_failed_share",
            CORPUS,
            decimal(Range.ZERO_TO_ONE),
            "0.01",
            "Share of the rows that may fail before the run ends with exit code 10. The output is published all the same.");

    public static final Setting<Optional<String>> MEMORY = Setting.optional(
            "memory",
            SettingGroup.MEMORY,
            ValueType.NEW_FOLDER,
            ".NAME.memory beside the output",
            "Directory in which every translation is kept, so that no run does again what one has done. Several corpora may share it.");

    public static final Setting<Integer> MAX_ATTEMPTS = Setting.of(
            "max_attempts",
            SettingGroup.LIMITS,
            wholeNumber(1),
            "3",
            "How often a text that fails is tried, in all runs together.");

    public static final Setting<Optional<LocalTime>> DEADLINE = Setting.optional(
            "deadline",
            SettingGroup.LIMITS,
            ValueType.TIME,
            "none",
            "Stop at this time of day, the next one to come. What is translated by then is kept; the output stays as it was.");

    public static final Setting<Optional<Double>> MAX_HOURS = Setting.optional(
            "max_hours",
            SettingGroup.LIMITS,
            decimal(Range.ABOVE_ZERO),
            "none",
            "Stop after so many hours, in the same way.");

    public static final Setting<Optional<Integer>> WAVE_TOKENS = Setting.optional(
            "wave_tokens",
            SettingGroup.LIMITS,
            wholeNumber(1),
            "about what takes ten minutes",
            "Estimated tokens of source and translation after which a wave is added to the memory. A kill loses two waves at most.");

    public static final Setting<Double> STEP_SECONDS = Setting.of(
            "step_seconds",
            SettingGroup.LIMITS,
            decimal(Range.ABOVE_ZERO),
            "60",
            "Seconds that a step of the model may take, and as many again for each 64 tokens that it computes, before it counts as hung and its process is ended.");

    public static final Setting<Direction> DIRECTION = Setting.of(
            "direction",
            PROMPT,
            choice(List.of(Direction.values()), Direction::code),
            "ja-en",
            "From which language into which.");

    public static final Setting<Optional<String>> INSTRUCTION = Setting.optional(
            "instruction",
            PROMPT,
            ValueType.TEXT,
            "the model card's sentence for the direction",
            "What the prompt asks for, in place of the direction's own sentence.");

    public static final Setting<Optional<Path>> TEMPLATE = Setting.optional(
            "template",
            PROMPT,
            ValueType.FILE,
            "the Alpaca template of the model card",
            "File with the prompt template; {instruction} and {input} stand for the two texts. {output}, where the file has it, is followed by the text at which an output is cut.");

    public static final Setting<Integer> MAX_NEW_TOKENS = Setting.statedByModel(
            "max_new_tokens",
            wholeNumber(1),
            "512",
            "Longest output in tokens. A row that reaches it is marked, not cut in silence.");

    public static final Setting<Integer> MIN_NEW_TOKENS = Setting.statedByModel(
            "min_new_tokens",
            wholeNumber(Integer.MIN_VALUE),
            "0",
            "The end of sequence is impossible while fewer tokens than this are out.");

    public static final Setting<Boolean> DO_SAMPLE = Setting.statedByModel(
            "do_sample",
            ValueType.FLAG,
            "false",
            "Draw tokens at random (by temperature, top_k, top_p) instead of taking the best one; false always takes it.");

    public static final Setting<Double> TEMPERATURE = Setting.statedByModel(
            "temperature",
            decimal(Range.ABOVE_ZERO),
            "1.0",
            "Divides the scores before a draw; below 1 is bolder about the best tokens, 1 changes nothing.");

    /** The default is that of Hugging Face's generate. */
    public static final Setting<Integer> TOP_K =
            Setting.statedByModel("top_k", wholeNumber(0), "50", "Draw among the k best tokens; 0 among all.");

    public static final Setting<Double> TOP_P = Setting.statedByModel(
            "top_p",
            decimal(Range.ABOVE_ZERO_TO_ONE),
            "1.0",
            "Draw among the fewest best tokens whose probabilities reach this sum; 1 among all.");

    public static final Setting<Double> REPETITION_PENALTY = Setting.statedByModel(
            "repetition_penalty",
            decimal(Range.ABOVE_ZERO),
            "1.0",
            "Above 1 makes tokens of prompt and output less likely to come again; 1 changes nothing.");

    public static final Setting<StopWords> STOP_WORDS_IDS = Setting.statedByModel(
            "stop_words_ids",
            ValueType.STOP_WORDS,
            "none",
            "Lists of token ids, with commas between them; when prompt and output together end with one, the next token is the end of sequence.");

    public static final Setting<Long> SEED = Setting.of(
            "seed", GENERATION, ValueType.SEED, "0", "Starts the random draws; the same seed gives the same output.");

    public static final Setting<Optional<Path>> MODEL_FOLDER = Setting.optional(
            "model",
            MODEL,
            ValueType.FILE,
            "the sample model in sample-data/model",
            "Model folder as published on Hugging Face: config.json, *.safetensors, tokenizer.");

    public static final Setting<String> DEVICE = Setting.of(
            "device",
            SettingGroup.DEVICE,
            ValueType.DEVICE,
            "auto",
            "Where the model runs. auto takes the GPU that Spark assigns, else a GPU of this machine, else the CPU.");

    public static final Setting<Precision> PRECISION = Setting.of(
            "precision",
            SettingGroup.DEVICE,
            choice(List.of(Precision.values()), Precision::label),
            "auto",
            "Arithmetic. auto is bf16 where the device is fast in it and the weights are stored in 16 bits, else fp32."
                    + " int8, on CPUs, is the fastest and changes some texts a little."
                    + " A CPU without instructions for bfloat16 computes bf16 in fp32.");

    public static final Setting<Optional<Integer>> THREADS =
            Setting.optional("threads", SettingGroup.DEVICE, wholeNumber(1), "all cores", "CPU threads of the model.");

    public static final Setting<Optional<Integer>> SLOTS = Setting.optional(
            "slots",
            SettingGroup.DEVICE,
            wholeNumber(1),
            "what half of the free memory holds, at most 128, or 64 for each of up to 8 cores",
            "Sequences that generate at the same time. Their memory is reserved when the model is loaded. On CPUs each 64 of them have a lane of cores to themselves.");

    public static final Setting<Optional<Integer>> SLOT_TOKENS = Setting.optional(
            "slot_tokens",
            SettingGroup.DEVICE,
            wholeNumber(1),
            "512 or, if that is more, max_new_tokens and 256; at most the model's context",
            "Tokens reserved for each slot, prompt and output together; a longer sequence takes several slots.");

    public static final Setting<Optional<Integer>> STEP_TOKENS = Setting.optional(
            "step_tokens",
            SettingGroup.DEVICE,
            wholeNumber(1),
            "512, more where a lane has more than 256 slots",
            "Tokens that one step of the model computes at most, prompts and outputs together, in each lane.");

    /** In the order of help texts and of {@code conf/honyaku.yaml}. */
    public static final List<Setting<?>> ALL = List.of(
            INPUT,
            FORMAT,
            HEADER,
            OUTPUT,
            OUTPUT_FORMAT,
            OVERWRITE,
            TEXT_COLUMN,
            OUTPUT_PREFIX,
            PARTITIONS,
            MAX_FAILED_SHARE,
            MEMORY,
            MAX_ATTEMPTS,
            DEADLINE,
            MAX_HOURS,
            WAVE_TOKENS,
            STEP_SECONDS,
            DIRECTION,
            INSTRUCTION,
            TEMPLATE,
            MAX_NEW_TOKENS,
            MIN_NEW_TOKENS,
            DO_SAMPLE,
            TEMPERATURE,
            TOP_K,
            TOP_P,
            REPETITION_PENALTY,
            STOP_WORDS_IDS,
            SEED,
            MODEL_FOLDER,
            DEVICE,
            PRECISION,
            THREADS,
            SLOTS,
            SLOT_TOKENS,
            STEP_TOKENS);

    private Settings() {}

    /** The settings of {@code groups}, in the table's order. */
    public static List<Setting<?>> of(Set<SettingGroup> groups) {
        return ALL.stream().filter(setting -> groups.contains(setting.group())).toList();
    }

    static Optional<Setting<?>> find(String key) {
        return ALL.stream()
                .filter(setting -> setting.key().equals(key))
                .<Setting<?>>map(s -> s)
                .findFirst();
    }
}
