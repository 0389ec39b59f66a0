package org.honyaku.job.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonRecordsTest {

    @Test
    void stringsAreWhatTheySayAndOtherValuesStayAsTheyAreWritten() throws IOException {
        List<SourceRecord> records = Reading.jsonl("""
                {"text": "a\\tb\\u0000\\ud83d\\ude00", "price": 1.10, "big": 1e400, "yes": true, "none": null, \
                "list": [1,  {"z": 1, "a": "\\n"}], "object": {"k": "}"}}
                """);

        assertThat(records).singleElement().satisfies(record -> {
            assertThat(record.malformed()).isNull();
            assertThat(record.values())
                    .containsEntry("text", "a\tb\0😀")
                    .containsEntry("price", "1.10")
                    .containsEntry("big", "1e400")
                    .containsEntry("yes", "true")
                    .containsEntry("none", null)
                    .containsEntry("list", "[1,  {\"z\": 1, \"a\": \"\\n\"}]")
                    .containsEntry("object", "{\"k\": \"}\"}");
        });
    }

    @Test
    void blankLinesAreNoRecordsAndDoNotDisturbTheNumbers() throws IOException {
        List<SourceRecord> records = Reading.jsonl("\n{\"text\": \"one\"}\r\n \t\r\n\nnot json\n\n{\"text\": \"two\"}");

        assertThat(Reading.column(records, "text"))
                .hasSize(3)
                .startsWith("one")
                .endsWith("two")
                .element(1)
                .asString()
                .startsWith("line 5: not JSON at column 1: Unrecognized token 'not'");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{\"text\": \"cut                       | not JSON at column",
                "{\"text\": \"a\", \"text\": \"b\"}     | Duplicate field 'text'",
                "{\"text\": \"a\"} {\"text\": \"b\"}    | goes on after the end",
                "\"a string\"                           | is no JSON object",
                "{\"text\": \"\\ud83d\"}                | the value of text holds half of a surrogate pair, U+D83D",
                "{\"\\ude00\": \"x\"}                   | the name of a field holds half of a surrogate pair, U+DE00",
                "{\"\": \"x\"}                          | a field without a name",
                "{\"text\": 5}                          | the value of text is no string",
                "{\"text\": [\"a\"]}                    | the value of text is no string",
                "{'text': 'a'}                          | not JSON at column",
                "{\"text\": NaN}                        | not JSON at column",
            })
    void aBadLineSaysWhatIsWrongAndKeepsItsText(String line, String problem) throws IOException {
        List<SourceRecord> records = Reading.jsonl("{\"text\": \"one\"}\n" + line + "\n{\"text\": \"two\"}\n");

        assertThat(Reading.column(records, "text")).hasSize(3).startsWith("one").endsWith("two");
        assertThat(Reading.problem(records.get(1))).startsWith("line 2: ").contains(problem);
        assertThat(records.get(1).malformed()).extracting(Malformed::text).isEqualTo(line);
    }

    @Test
    void aTextThatIsNoStringLeavesTheOtherColumnsOfItsRow() throws IOException {
        List<SourceRecord> records = Reading.jsonl("{\"id\": 7, \"text\": {\"ja\": \"x\"}}");

        assertThat(records.get(0).malformed()).isNotNull();
        assertThat(records.get(0).values()).containsEntry("id", "7").containsEntry("text", "{\"ja\": \"x\"}");
    }

    @Test
    void aFileThatIsOneArrayIsRefusedWithARemedy() {
        assertThatThrownBy(() -> Reading.jsonl("\n [\n{\"text\": \"a\"},\n{\"text\": \"b\"}]\n"))
                .isInstanceOf(InputException.class)
                .hasMessageContainingAll(Reading.FILE, "JSON array", "jq -c '.[]'");
    }
}
