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
}
