package dev.tidewatch.development.streams;

import de.bwaldvogel.mongo.bson.Document;
import io.netty.channel.Channel;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/** A getMore that waits for an event. Owned by the database's one thread. */
final class Waiting {

  private final Channel channel;
  private final int batchSize;
  private final Consumer<Document> reply;
  private Future<?> timeout;

  Waiting(Channel channel, int batchSize, Consumer<Document> reply) {
    this.channel = channel;
    this.batchSize = batchSize;
    this.reply = reply;
  }

  Channel channel() {
    return channel;
  }

  int batchSize() {
    return batchSize;
  }

  Consumer<Document> reply() {
    return reply;
  }

  void timeout(Future<?> future) {
    timeout = future;
  }

  void cancelTimeout() {
    if (timeout != null) {
      timeout.cancel(false);
    }
  }
}
