package dev.tidewatch.samples.messages.entity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageTest {

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", " ", "\n\t", "\u2003"})
  void nothingAndBlanksAreEmpty(String text) {
    assertThat(MessageText.Validator.problem(text)).contains("is empty");
  }

  @Test
  void aThousandCharactersAreTheMostHoweverMuchEachTakes() {
    for (String character : new String[] {"x", "é", "\u20ac", "\ud83d\ude00"}) {
      assertThat(MessageText.Validator.problem(character.repeat(1000))).as(character).isNull();
      assertThat(MessageText.Validator.problem(character.repeat(1001)))
          .as(character)
          .isEqualTo("The message has 1,001 characters; at most 1,000 are possible.");
    }
  }

  @Test
  void theEndOfALineIsOneCharacterAsAPersonCounts() {
    assertThat(new Message("a\r\nb\nc").msg()).isEqualTo("a\nb\nc");
    assertThat(new Message(null).msg()).isNull();
  }

  @Test
  void theDocumentIsIdAndTextAndANewerOneHasAGreaterId() {
    var documents =
        Arrays.asList(new Message("first").document(), new Message("second").document());

    assertThat(documents.get(0).keySet()).containsExactly("_id", "msg");
    ObjectId first = documents.get(0).getObjectId("_id").getValue();
    assertThat(first).isLessThan(documents.get(1).getObjectId("_id").getValue());
  }
}
