package dev.tidewatch.feed.control.filter;

import static dev.tidewatch.feed.control.filter.FilterEntries.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidewatch.feed.control.log.LogEntry;
import dev.tidewatch.feed.entity.CloseReason;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChangedFieldsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // the field itself, what is within, what holds it
        "status       | updatedFields: {status: 1}                          | true",
        "status       | updatedFields: {'status.code': 1}                   | true",
        "status.code  | updatedFields: {status: 1}                          | true",
        "status.code  | updatedFields: {'status.text': 1}                   | false",
        "status       | updatedFields: {statuses: 1}                        | false",
        "statuses     | updatedFields: {status: 1}                          | false",
        "other,status | updatedFields: {status: 1}                          | true",
        // arrays
        "items        | updatedFields: {'items.1.qty': 1}                   | true",
        "items.qty    | updatedFields: {'items.1.qty': 1}                   | true",
        "items.qty    | updatedFields: {'items.1': {}}                      | true",
        "items.qty    | updatedFields: {'items.1.price': 1}                 | false",
        "items.1.qty  | updatedFields: {'items.1.qty': 1}                   | true",
        "items.0.qty  | updatedFields: {'items.1.qty': 1}                   | false",
        "items.a.b    | updatedFields: {'items.1.a.2.b': 1}                 | true",
        "items.qty    | truncatedArrays: [{field: 'items', newSize: 1}]     | true",
        "items.qty    | truncatedArrays: [{field: 'others', newSize: 1}]    | false",
        // what was in an element that is set as a whole is not known
        "items.0.qty  | updatedFields: {'items.1': {}}                      | true",
        // a number may be a name
        "m.1          | updatedFields: {'m.1': 1}                           | true",
        "m.1          | updatedFields: {'m.2': 1}                           | true",
        "m.1          | updatedFields: {'m.2.a': 1}                         | false",
        "m.a          | updatedFields: {'m.1': 1}                           | true",
        "m.1          | updatedFields: {'m.0.1': 1}                         | true",
        // names with dots
        "a.b          | updatedFields: {'a.b': 1}, disambiguatedPaths: {'a.b': ['a.b']} | true",
        "a            | updatedFields: {'a.b': 1}, disambiguatedPaths: {'a.b': ['a.b']} | true",
        "'\"a.b\"'    | updatedFields: {'a.b': 1}                           | true",
        // removed
        "status       | removedFields: ['status']                           | true",
        "status.code  | removedFields: ['status']                           | true",
        "status       | removedFields: ['other', 'status.code']             | true",
        "status       | removedFields: ['other']                            | false",
        // nothing, and what is not known
        "status       | updatedFields: {}, removedFields: []                | false",
        "status       | removedFields: [1]                                  | true"
      })
  void anUpdatePassesIfItTouchesAField(String changed, String description, boolean passes) {
    assertThat(filter(changed).passes(update("updateDescription: {%s}".formatted(description))))
        .isEqualTo(passes);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "operationType: 'insert', fullDocument: {a: 1}",
        "operationType: 'replace', fullDocument: {a: 1}",
        "operationType: 'delete'",
        "operationType: 'drop', reset: true",
        "operationType: 'update', enter: true, fullDocument: {a: 1}",
        "operationType: 'update'",
        "leave: true"
      })
  void everythingElsePasses(String change) {
    assertThat(filter("status").passes(entry(change))).isTrue();
  }

  @Test
  void aGapPasses() {
    assertThat(filter("a").passes(FilterEntries.GAP)).isTrue();
  }

  @Test
  void itJoinsTheOtherFilters() {
    ChangeFilter both =
        ChangeFilter.of(List.of("update"), List.of(), List.of()).touching(List.of("a, b"));

    assertThat(both.changed()).isEqualTo(Set.of("a", "b"));
    assertThat(both.passes(update("updateDescription: {updatedFields: {b: 1}}"))).isTrue();
    assertThat(both.passes(update("updateDescription: {updatedFields: {c: 1}}"))).isFalse();
    assertThat(both.passes(entry("operationType: 'insert'"))).isFalse();
    assertThat(ChangeFilter.NONE.touching(List.of(""))).isSameAs(ChangeFilter.NONE);
  }

  @ParameterizedTest
  @ValueSource(strings = {".a", "a.", "a..b", "a,b..c"})
  void anEmptyPartIsRefused(String changed) {
    assertThatThrownBy(() -> filter(changed))
        .isInstanceOfSatisfying(
            BadParameterException.class,
            e -> assertThat(e.reason()).isEqualTo(CloseReason.BAD_FIELD))
        .hasMessageContaining("changed");
  }

  /** There are very many ways to read one of these as the other. */
  @Test
  void longPathsOfNumbersAreDecidedAtOnce() {
    String numbers = "1.".repeat(40) + "x";

    assertThat(
            filter("1.".repeat(40) + "y")
                .passes(update("updateDescription: {updatedFields: {'%s': 1}}".formatted(numbers))))
        .isFalse();
  }

  /** What a path may mean in a document, before and after random updates of random documents. */
  @Test
  void noUpdateThatAltersAFieldIsLost() {
    long seed = Long.getLong("tidewatch.changed.seed", System.nanoTime() & 0xFFFFFF);
    System.out.println("tidewatch.changed.seed=" + seed);
    RandomUpdates updates = new RandomUpdates(new Random(seed));
    int altered = 0;
    int withheld = 0;
    for (int i = 0; i < 20_000; i++) {
      RandomUpdates.Update update = updates.next();
      String path = updates.path();
      boolean passes =
          filter(path).passes(update("updateDescription: " + update.description().toJson()));
      if (update.alters(path)) {
        altered++;
        assertThat(passes).as("%s of %s", path, update).isTrue();
      } else if (!update.altersBelowTopOf(path)) {
        withheld++;
        assertThat(passes).as("%s of %s", path, update).isFalse();
      }
    }
    assertThat(altered).isGreaterThan(1000);
    assertThat(withheld).isGreaterThan(1000);
  }

  private static ChangeFilter filter(String changed) {
    return ChangeFilter.NONE.touching(List.of(changed));
  }

  private static LogEntry update(String fields) {
    return entry("operationType: 'update', " + fields);
  }
}
