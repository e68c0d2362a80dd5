package dev.tidewatch.feed.control.delivery;

import dev.tidewatch.feed.control.format.OutboundMessage;
import dev.tidewatch.feed.entity.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/**
 * A client of tidewatch.v1 that keeps the key of each change, and {@code gap} and {@code reset}.
 */
final class KeysSink extends FakeSink {

  final List<String> heartbeats = new ArrayList<>();

  private final List<String> keys = new ArrayList<>();
  private int looks;

  KeysSink(Executor completions) {
    super(completions);
  }

  List<String> keys() {
    return keys;
  }

  /** How often it was told that there is nothing for it. */
  int looks() {
    return looks;
  }

  @Override
  public void send(OutboundMessage message, Consumer<Throwable> done) {
    message.texts().forEach(text -> keep(BsonDocument.parse(text)));
    super.send(message, done);
  }

  private void keep(BsonDocument message) {
    switch (message.getString("type").getValue()) {
      case "changes" -> message.getArray("changes").forEach(item -> keepChange(item));
      case "gap" -> keys.add("gap");
      case "heartbeat" -> heartbeats.add(message.getString("position").getValue());
      default -> {
        // the greeting
      }
    }
  }

  private void keepChange(BsonValue item) {
    BsonDocument change = item.asDocument().getDocument("change");
    keys.add(
        change.containsKey("documentKey")
            ? String.valueOf(change.getDocument("documentKey").get("_id").asNumber().intValue())
            : "reset");
  }

  @Override
  public void reached(Position standing, boolean nothingMore) {
    looks++;
    super.reached(standing, nothingMore);
  }
}
