package dev.tidewatch.testing.clients;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.util.List;

/** A reader's stay at one node, over one protocol. */
interface ClientConnection {

  /**
   * A change as it was received.
   *
   * @param id where to go on after it
   * @param number the {@code n} of the inserted document
   */
  record Item(String id, int number) {

    static Item of(String id, JsonObject change) {
      return new Item(id, change.getJsonObject("fullDocument").getInt("n"));
    }
  }

  /** How many changes have come by now. */
  int received();

  /** Leaves at once, whatever is under way; all that was received whole, in the order it came. */
  List<Item> leave();

  static JsonObject parse(String text) {
    try (var reader = Json.createReader(new StringReader(text))) {
      return reader.readObject();
    }
  }
}
