package dev.tidewatch.feed.control.encoding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewatch.feed.entity.Change;
import dev.tidewatch.feed.entity.Gap;
import dev.tidewatch.feed.entity.Position;
import jakarta.json.bind.JsonbBuilder;
import java.util.Map;
import org.bson.RawBsonDocument;
import org.junit.jupiter.api.Test;

class HtmlMessageTest {

  @Test
  void aMessageIsTheChangeWithoutItsIdThenTheElementAndItsId() {
    Change change =
        Change.of(
            RawBsonDocument.parse(
                "{_id: {_data: '82AB'}, operationType: 'insert', fullDocument: {a: '</pre><b>'}}"));

    assertThat(HtmlMessage.of(change))
        .isEqualTo(
            "{\"operationType\": \"insert\", \"fullDocument\": {\"a\": \"</pre><b>\"},"
                + " \"html\": \"<div id=\\\"change-ODJBQg\\\"><pre>{\\n"
                + "  operationType: &#39;insert&#39;,\\n"
                + "  fullDocument: { a: &#39;&lt;/pre&gt;&lt;b&gt;&#39; }\\n"
                + "}</pre></div>\", \"html_id\": \"ODJBQg\"}");
  }

  @Test
  void aGapSaysWhyAndWhereItGoesOn() throws Exception {
    Gap gap = new Gap(Gap.Reason.HISTORY_LOST, new Position("82AA"), new Position("82AB"));

    Map<?, ?> message;
    try (var jsonb = JsonbBuilder.create()) {
      message = jsonb.fromJson(HtmlMessage.of(gap), Map.class);
    }

    assertThat(message.get("operationType")).isEqualTo("gap");
    assertThat(message.get("reason")).isEqualTo("history-lost");
    assertThat(message.get("html_id")).isEqualTo("ODJBQg");
    assertThat(message.get("html").toString()).startsWith("<div id=\"change-ODJBQg\"><pre>");
  }
}
