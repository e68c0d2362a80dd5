package dev.tidewatch.text;

import org.bson.BsonDocument;
import org.bson.json.JsonMode;
import org.bson.json.JsonWriterSettings;

/**
 * Canonical Extended JSON (v2): every number says its type, so that it comes back as it was. Longer
 * than {@link RelaxedJson}.
 */
public final class CanonicalJson {

  private CanonicalJson() {}

  /**
   * The document on one line in UTF-8, fields in their order.
   *
   * @throws TextTooLongException if it would take more than {@link RelaxedJson#MOST_BYTES}
   */
  public static byte[] utf8(BsonDocument document) {
    Utf8Writer text = new Utf8Writer(0, RelaxedJson.MOST_BYTES);
    JsonWriterSettings settings =
        JsonWriterSettings.builder()
            .outputMode(JsonMode.EXTENDED)
            .stringConverter(RelaxedJson.straightTo(text))
            .build();
    return RelaxedJson.utf8(document, text, settings);
  }
}
