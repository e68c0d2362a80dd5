package dev.tidewatch.config;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecodingTest {

  private static final List<Charset> CHARSETS =
      List.of(UTF_8, US_ASCII, ISO_8859_1, Charset.forName("windows-1252"));

  @ParameterizedTest
  @ValueSource(strings = {"lab.données", "lab.weather", "实验.数据", "lab.🌊", "a?b", "Ünï.ÿ", ""})
  void whatWasDecodedIsFine(String text) {
    assertThat(CHARSETS).noneMatch(locale -> Decoding.hasFailed(text, locale));
  }

  @ParameterizedTest
  @ValueSource(strings = {"lab.données", "实验.数据", "lab.🌊", "ÿ"})
  void theUtf8OfItReadInAnotherLocaleIsNot(String text) {
    for (Charset locale : List.of(US_ASCII, ISO_8859_1)) {
      assertThat(Decoding.hasFailed(new String(text.getBytes(UTF_8), locale), locale)).isTrue();
    }
    // and bytes of another charset in UTF-8
    assertThat(Decoding.hasFailed(new String("données".getBytes(ISO_8859_1), UTF_8), UTF_8))
        .isTrue();
  }

  @Test
  void halfOfASurrogatePairIsNot() {
    assertThat(CHARSETS).allMatch(locale -> Decoding.hasFailed("lab.\ud83c", locale));
  }
}
