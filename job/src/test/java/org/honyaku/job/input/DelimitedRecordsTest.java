package org.honyaku.job.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class DelimitedRecordsTest {

    @Test
    void quotesInTabSeparatedValuesAreData() throws IOException {
        List<SourceRecord> records = Reading.tsv("\"走れ。\tRun \"fast\".\n彼は\"\"と言った\tHe said \"\n");

        assertThat(Reading.column(records, "column_1")).containsExactly("\"走れ。", "彼は\"\"と言った");
        assertThat(Reading.column(records, "column_2")).containsExactly("Run \"fast\".", "He said \"");
    }

    @Test
    void anEmptyLineOfTabSeparatedValuesIsARow() throws IOException {
        assertThat(Reading.column(Reading.tsv("a\tb\n\nc\td\n"), "column_1"))
                .containsExactly("a", "line 2: has 1 field where there should be 2", "c");
        assertThat(Reading.column(Reading.tsv("a\n\nb"), "column_1")).containsExactly("a", "", "b");
    }

    @Test
    void mostOfTheFirstLinesDecideHowManyColumnsThereAre() throws IOException {
        List<SourceRecord> records = Reading.tsv("only one\na\tb\nc\td\ne\tf\tg\n\t\n");

        assertThat(Reading.column(records, "column_2"))
                .containsExactly(
                        "line 1: has 1 field where there should be 2",
                        "b",
                        "d",
                        "line 4: has 3 fields where there should be 2",
                        "");
        assertThat(records.get(3).malformed()).extracting(Malformed::text).isEqualTo("e\tf\tg");
    }

    @Test
    void aHeaderNamesTheColumns() throws IOException {
        String content = "ja\ten\n犬\tdog\n";
        List<SourceRecord> records = Reading.read(Reading.layout(FileFormat.TSV, true, content), content);

        assertThat(Reading.column(records, "ja")).containsExactly("犬");
    }

    @Test
    void quotedFieldsHoldCommasQuotesAndLineEnds() throws IOException {
        List<SourceRecord> records =
                Reading.csv("id,text\r\n1,\"a, \"\"b\"\"\r\nc\n\nd\"\r\n2,plain \"quotes\" inside\r\n\"3\",\"\"\r\n");

        assertThat(Reading.column(records, "text"))
                .containsExactly("a, \"b\"\r\nc\n\nd", "plain \"quotes\" inside", "");
        assertThat(Reading.column(records, "id")).containsExactly("1", "2", "3");
    }

    @Test
    void aQuoteThatIsNotClosedCostsItsOwnLineOnly() throws IOException {
        List<SourceRecord> records = Reading.csv("id,text\n1,\"open\n2,two\n3,three\n");

        assertThat(Reading.column(records, "text"))
                .containsExactly("line 2: a quote that is opened in this line is not closed", "two", "three");
        assertThat(records.get(0).malformed()).extracting(Malformed::text).isEqualTo("1,\"open");
    }

    @Test
    void aClosingQuoteIsNotLookedForInTheWholeFile() throws IOException {
        String filler = "9,x\n".repeat(2 * CsvFieldReader.MAX_LINES);

        List<SourceRecord> records = Reading.csv("id,text\n1,\"open\n" + filler + "2,closed\"\n");

        assertThat(records).hasSize(2 + 2 * CsvFieldReader.MAX_LINES);
        assertThat(records.stream().filter(record -> record.malformed() != null))
                .hasSize(1);
    }

    @Test
    void textAfterAClosingQuoteIsMalformedAndTheLinesItReachedAreReadAgain() throws IOException {
        List<SourceRecord> records = Reading.csv("id,text\n1,\"one\n2,two\" more\n3,three\n");

        assertThat(Reading.column(records, "text"))
                .containsExactly(
                        "line 2: field 2 goes on after its closing quote; a quote inside quotes is written twice",
                        "two\" more",
                        "three");
    }

    @Test
    void columnsWithoutANameAreNumbered() throws IOException {
        assertThat(Reading.layout(FileFormat.CSV, true, "id,,text\n").columns())
                .containsExactly("id", "column_2", "text");
    }

    @Test
    void aFileWithAnotherHeaderStopsTheRun() throws IOException {
        RecordLayout layout = Reading.layout(FileFormat.CSV, true, "id,text\n");

        assertThatThrownBy(() -> Reading.read(layout, "text,id\nx,1\n"))
                .isInstanceOf(InputException.class)
                .hasMessageContainingAll(Reading.FILE, "text, id", "id, text");
        assertThat(Reading.read(layout, "")).isEmpty();
    }

    @Test
    void namesThatDifferInCaseOnlyAreRefused() {
        assertThatThrownBy(() -> ColumnNames.requireDistinct(List.of("id", "Text", "text"), "corpus"))
                .hasMessageContainingAll("corpus", "text");
    }
}
