package dev.tidewatch.feed.boundary.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;

class RowWordsTest {

  @Test
  void anUpdateSaysWhatItSetRemovedAndCut() {
    String update =
        """
        {updateDescription: {updatedFields: {status: 'paid', 'items.1.qty': 3}, removedFields: ['hold'],
         truncatedArrays: [{field: 'log', newSize: 2}]}%s}""";

    assertThat(words(update.formatted("")))
        .isEqualTo("status paid · items.1.qty 3 · − hold · log cut to 2");
    assertThat(
            words(
                update.formatted(
                    ", fullDocumentBeforeChange: {status: 'new', items: [0, {qty: 1}]}")))
        .isEqualTo("status new → paid · items.1.qty 1 → 3 · − hold · log cut to 2");
  }

  /** The field could be the one with a dot in its name. */
  @Test
  void anOldValueThatCouldBeAnotherOnesIsNotTold() {
    assertThat(
            words(
                "{updateDescription: {updatedFields: {'a.b': 3}},"
                    + " fullDocumentBeforeChange: {'a.b': 1, a: {b: 2}}}"))
        .isEqualTo("a.b 3");
  }

  @Test
  void otherChangesSayWhatTheirDocumentHolds() {
    assertThat(words("{fullDocument: {_id: 1, a: 'x', n: {$numberLong: '5'}}}"))
        .isEqualTo("a x · n Long('5')");
    assertThat(words("{fullDocumentBeforeChange: {_id: 1, a: 'x'}}")).isEqualTo("was a x");
    assertThat(words("{operationType: 'drop'}")).isEmpty();
  }

  @Test
  void textThatCouldBeTakenForSomethingElseStandsInQuotes() {
    assertThat(
            words("{fullDocument: {a: 'Jane Doe', b: '5', c: 'true', d: '', e: ' x', f: 'a → b'}}"))
        .isEqualTo("a Jane Doe · b '5' · c 'true' · d '' · e ' x' · f 'a → b'");
  }

  @Test
  void whatIsTooMuchIsCounted() {
    String fields =
        IntStream.range(0, 12).mapToObj(n -> "f" + n + ": " + n).collect(Collectors.joining(", "));

    assertThat(words("{fullDocument: {" + fields + "}}")).endsWith("f7 7 · 4 more");
    assertThat(words("{fullDocument: {a: '" + "x".repeat(100_000) + "'}}")).hasSizeLessThan(60);
  }

  private static String words(String change) {
    return RowWords.of(BsonDocument.parse(change)).stream()
        .map(RowPart::getText)
        .collect(Collectors.joining());
  }
}
