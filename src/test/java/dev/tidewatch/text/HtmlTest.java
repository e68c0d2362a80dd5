package dev.tidewatch.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HtmlTest {

  @Test
  void markupBecomesText() {
    assertThat(Html.escape("</pre><script>alert(\"1\" && '2')</script>"))
        .isEqualTo(
            "&lt;/pre&gt;&lt;script&gt;alert(&quot;1&quot; &amp;&amp; &#39;2&#39;)&lt;/script&gt;");
  }

  @Test
  void eachValueFromRightToLeftIsIsolatedAndSoAreItsEscapes() {
    assertThat(Html.isolated("{ 'א': 1, b: 'ב\\u202e<', c: /\u0627/i, d: 'x' }"))
        .isEqualTo(
            "{ <bdi>'א'</bdi>: 1, b: <bdi>'ב<bdi>\\u202e</bdi>&lt;'</bdi>,"
                + " c: <bdi>/\u0627/</bdi>i, d: 'x' }");
    assertThat(Html.isolated("[\"\u0663\\\"\u0663\"]"))
        .isEqualTo("[<bdi>\"\u0663<bdi>\\\"</bdi>\u0663\"</bdi>]");
  }

  @Test
  void aValueThatIsCutEndsWithItsLine() {
    assertThat(Html.isolated("{ a: 'אב\n… cut: 5 characters. GET api/feeds/x"))
        .isEqualTo("{ a: <bdi>'אב</bdi>\n… cut: 5 characters. GET api/feeds/x");
    assertThat(Html.isolated("'א\\")).isEqualTo("<bdi>'א<bdi>\\</bdi></bdi>");
  }

  @Test
  void whatShowsNothingInASentenceIsNamed() {
    assertThat(Html.marked("a\u202e<1"))
        .isEqualTo("a<bdi class=\"mark\" data-code=\"U+202E\">\u202e</bdi>&lt;1");
    assertThat(Html.marked(new String(Character.toChars(0xe0041))))
        .startsWith("<bdi class=\"mark\" data-code=\"U+E0041\">");
    assertThat(Html.marked("a\u200db")).contains("U+200D");
  }

  @Test
  void whatSpellsWordsAndEmojiInASentenceStays() {
    String text = "\u0645\u06cc\u200c\u062e \u2764\ufe0f\u200d\ud83d\udd25\tx\ny";
    assertThat(Html.marked(text)).isEqualTo(text);
  }
}
