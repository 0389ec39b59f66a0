package org.honyaku.job.config;

import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.honyaku.model.DeviceChoice;
import org.honyaku.model.StopWords;

/**
 * Turns the text of a setting into its value. Text is only ever read as data: nothing in it is evaluated.
 *
 * @param label what stands for the value in help texts, such as {@code NUMBER}
 * @param parser throws {@link IllegalArgumentException} with what the value must be, such as "must be a whole number"
 */
public record ValueType<T>(String label, Function<String, T> parser) {

    public static final ValueType<String> TEXT = new ValueType<>("TEXT", Function.identity());

    public static final ValueType<Boolean> FLAG = new ValueType<>("true|false", ValueType::parseFlag);

    public static final ValueType<Long> SEED = new ValueType<>("NUMBER", ValueType::parseLong);

    /** A folder or file of this machine; relative ones are looked up from the directory that the command runs in. */
    public static final ValueType<Path> FILE = new ValueType<>("PATH", ValueType::parsePath);

    /** A location in Spark's sense: a local path or a URI. */
    public static final ValueType<String> LOCATION = new ValueType<>("PATH", ValueType::parseNonBlank);

    /** The same for a folder that a run makes. */
    public static final ValueType<String> NEW_FOLDER = new ValueType<>("PATH", ValueType::parseNewFolder);

    public static final ValueType<String> COLUMN = new ValueType<>("NAME", ValueType::parseNonBlank);

    /** A device as the model room names it. */
    public static final ValueType<String> DEVICE = new ValueType<>("auto|cpu|cuda:N", ValueType::parseDevice);

    public static final ValueType<StopWords> STOP_WORDS = new ValueType<>("ID ID,ID...|none", StopWords::parse);

    /** A time of day on this machine's clock. */
    public static final ValueType<LocalTime> TIME = new ValueType<>("HH:MM", ValueType::parseTime);

    private static String parseNewFolder(String text) {
        String path = parseNonBlank(text).replaceFirst("^[A-Za-z][A-Za-z0-9+.-]*:(//[^/]*)?(?=/)", "");
        require(
                path.matches("[^*?\\[\\]{}:\\\\]*"),
                "must be without the characters * ? [ ] { } : \\ which Spark and Hadoop take for parts of patterns and addresses");
        return text;
    }

    T parse(String text) {
        return parser.apply(text);
    }

    ValueType<Optional<T>> orUnset() {
        return new ValueType<>(label, text -> Optional.of(parser.apply(text)));
    }

    /** One of a few values, each written as {@code code} says. */
    static <T> ValueType<T> choice(List<T> values, Function<T, String> code) {
        List<String> codes = values.stream().map(code).toList();
        return new ValueType<>(String.join("|", codes), text -> {
            int index = codes.indexOf(text);
            require(index >= 0, "must be one of " + String.join(", ", codes));
            return values.get(index);
        });
    }

    static ValueType<Integer> wholeNumber(int least) {
        String expectation = least == Integer.MIN_VALUE ? "" : " of at least " + least;
        return new ValueType<>("NUMBER", text -> {
            try {
                int value = Integer.parseInt(text);
                require(value >= least, "must be a whole number" + expectation);
                return value;
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException("must be a whole number" + expectation, e);
            }
        });
    }

    static ValueType<Double> decimal(Range range) {
        return new ValueType<>("NUMBER", text -> {
            try {
                double value = Double.parseDouble(text);
                require(range.contains(value), "must be a number " + range.describe());
                return value;
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException("must be a number " + range.describe(), e);
            }
        });
    }

    /** The numbers between two bounds. */
    enum Range {
        ABOVE_ZERO("above 0") {
            @Override
            boolean contains(double value) {
                return value > 0 && Double.isFinite(value);
            }
        },
        ABOVE_ZERO_TO_ONE("above 0 and at most 1") {
            @Override
            boolean contains(double value) {
                return value > 0 && value <= 1;
            }
        },
        ZERO_TO_ONE("from 0 to 1") {
            @Override
            boolean contains(double value) {
                return value >= 0 && value <= 1;
            }
        };

        private final String description;

        Range(String description) {
            this.description = description;
        }

        abstract boolean contains(double value);

        String describe() {
            return description;
        }
    }

    private static boolean parseFlag(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("must be true or false");
        };
    }

    private static long parseLong(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("must be a whole number", e);
        }
    }

    private static LocalTime parseTime(String text) {
        try {
            return LocalTime.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("must be a time of day such as 06:00", e);
        }
    }

    private static String parseDevice(String text) {
        try {
            DeviceChoice.parse(text);
            return text;
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("must be auto, cpu or cuda:N (N from 0)", e);
        }
    }

    private static Path parsePath(String text) {
        require(text.indexOf('\0') < 0, "must be a path, which has no NUL character");
        return Path.of(parseNonBlank(text));
    }

    private static String parseNonBlank(String text) {
        require(!text.isBlank(), "must not be empty");
        return text;
    }

    private static void require(boolean condition, String expectation) {
        if (!condition) {
            throw new IllegalArgumentException(expectation);
        }
    }
}
