package dev.tidewatch.specification;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.bson.BsonDocument;
import org.bson.BsonNull;
import org.bson.BsonValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the matcher lets through and, beside it, what it does not. */
class MatcherTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {fish: 'cod'}                    | {fish: 'cod'}
          {n: 3}                           | {n: {$numberLong: '3'}}
          {n: 3}                           | {n: 3.0}
          {n: {$numberLong: '3'}}          | {n: 3.0}
          {n: 0}                           | {n: -0.0}
          {n: {$numberDouble: 'NaN'}}      | {n: {$numberDouble: 'NaN'}}
          {a: 1, b: 2}                     | {b: 2, a: 1}
          {a: 1}                           | {a: 1, more: 2}
          {within: {a: 1, b: 2}}           | {within: {b: 2, a: 1}}
          {list: [1, {a: 2}]}              | {list: [1.0, {a: 2}]}
          {a: null}                        | {a: null}
          {a: {$$exists: true}}            | {a: null}
          {a: {$$exists: false}}           | {b: 1}
          {a: {$$type: 'int'}}             | {a: 1}
          {a: {$$type: ['long', 'int']}}   | {a: 1}
          {a: {$$type: 'object'}}          | {a: {b: 1, c: 2}}
          {a: {$$type: 'array'}}           | {a: ['x']}
          {a: {$$unsetOrMatches: 1}}       | {}
          {a: {$$unsetOrMatches: 1}}       | {a: 1.0}
          {a: {$$unsetOrMatches: {$$exists: true}}} | {a: {b: 1}}
          {list: [{$$type: 'int'}]}        | {list: [7]}
          {$$unsetOrMatches: {a: 1}}       | {a: 1, more: 2}
          """)
  void itLetsThrough(String expected, String actual) {
    assertThatCode(() -> match(expected, BsonDocument.parse(actual))).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {fish: 'cod'}                    | {fish: 'hake'}            | .fish is
          {a: 1}                           | {}                        | .a is absent
          {a: null}                        | {}                        | .a is absent
          {a: null}                        | {a: 0}                    | .a is
          {n: 3}                           | {n: 3.5}                  | .n is
          {n: 3}                           | {n: '3'}                  | .n is
          {n: 3}                           | {n: {$numberDecimal: '3'}} | .n is
          {n: {$numberLong: '9007199254740993'}} | {n: 9007199254740992.0} | .n is
          {n: {$numberDouble: 'NaN'}}      | {n: 1.0}                  | .n is
          {within: {a: 1}}                 | {within: {a: 1, more: 2}} | .within has more than expected: [more]
          {within: {a: 1}}                 | {within: [1]}             | .within is
          {list: [{a: 1}]}                 | {list: [{a: 1, more: 2}]} | .list[0] has more
          {list: [1]}                      | {list: [1, 2]}            | .list is
          {list: [1, 2]}                   | {list: [2, 1]}            | .list[0] is
          {list: [1]}                      | {list: 1}                 | .list is
          {a: {$$exists: true}}            | {b: 1}                    | .a is absent
          {a: {$$exists: false}}           | {a: null}                 | .a is
          {a: {$$exists: 1}}               | {a: 1}                    | takes true or false
          {a: {$$type: 'int'}}             | {a: {$numberLong: '1'}}   | expected one of [int]
          {a: {$$type: 'int'}}             | {}                        | expected one of [int]
          {a: {$$type: 'string'}}          | {a: ['x']}                | expected one of [string]
          {a: {$$type: ['int', 'fish']}}   | {a: 1}                    | does not know all the types
          {a: {$$unsetOrMatches: 1}}       | {a: 2}                    | .a is
          {a: {$$unsetOrMatches: 1}}       | {a: null}                 | .a is
          {a: {$$unsetOrMatches: {b: 1}}}  | {a: {b: 1, more: 2}}      | .a has more
          {a: {$$never: 1}}                | {a: 1}                    | does not know $$never
          {a: {$$exists: true, b: 1}}      | {a: {b: 1}}               | .a.$$exists is absent
          """)
  void itFailsAndNamesTheFirstDifference(String expected, String actual, String difference) {
    assertThatThrownBy(() -> match(expected, BsonDocument.parse(actual)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(difference);
  }

  @Test
  void aResultThatIsNotThereMatchesOnlyWhatMayBeAbsent() {
    assertThatCode(() -> match("{$$unsetOrMatches: 1}", null)).doesNotThrowAnyException();
    assertThatThrownBy(() -> match("{}", null)).isInstanceOf(AssertionError.class);
    assertThatThrownBy(() -> match("{}", BsonNull.VALUE)).isInstanceOf(AssertionError.class);
  }

  private static void match(String expected, BsonValue actual) {
    Matcher.match("it", BsonDocument.parse(expected), actual);
  }
}
