package dev.tidewatch.feed.control.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tidewatch.feed.entity.Namespace;
import dev.tidewatch.feed.entity.Position;
import java.util.Base64;
import java.util.Random;
import org.bson.BsonBinary;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonRegularExpression;
import org.bson.BsonString;
import org.bson.BsonTimestamp;
import org.bson.BsonValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageTokenTest {

  private static final Namespace COLLECTION = new Namespace("db", "c");
  private static final Position POSITION = new Position("826B0A4484000000372B0429296E1404");

  @Test
  void aTokenNamesTheMomentAndTheLastDocument() {
    for (BsonValue id :
        new BsonValue[] {
          new BsonInt64(5),
          new BsonString("a"),
          BsonDocument.parse("{a: {$oid: '64b000000000000000000001'}}"),
          new BsonRegularExpression("x")
        }) {
      PageToken token = PageToken.parse(token(id).text().orElseThrow(), COLLECTION);

      assertThat(token.after()).isEqualTo(id);
      assertThat(token.snapshot()).isEqualTo(token(id).snapshot());
      assertThat(token.snapshot().time()).isEqualTo(new BsonTimestamp(0x6B0A4484, 0x36));
      assertThat(token.snapshot().collated()).isTrue();
    }
  }

  @Test
  void anIdThatIsTooLongForAnAddressHasNoToken() {
    assertThat(token(new BsonString("x".repeat(5000))).text()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "!", "BQAAAAA", "AAAA", "_____w", " "})
  void anythingElseIsRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> PageToken.parse(text, COLLECTION));
  }

  @Test
  void whateverIsChangedInATokenItIsReadOrRefused() {
    byte[] token = Base64.getUrlDecoder().decode(token(new BsonString("abc")).text().orElseThrow());
    Random random = new Random(5);
    for (int i = 0; i < 5000; i++) {
      byte[] changed = token.clone();
      changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
      String text = Base64.getUrlEncoder().withoutPadding().encodeToString(changed);
      try {
        assertThat(PageToken.parse(text, COLLECTION).snapshot().position().holdsKey()).isFalse();
      } catch (IllegalArgumentException e) {
        assertThat(e).hasMessageNotContaining("abc");
      }
    }
  }

  private static PageToken token(BsonValue id) {
    Snapshot snapshot =
        new Snapshot(COLLECTION, POSITION, new BsonBinary(new byte[16]), true, 9, 9, 0);
    return new PageToken(snapshot, id);
  }
}
