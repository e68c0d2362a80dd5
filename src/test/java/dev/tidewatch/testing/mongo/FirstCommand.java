package dev.tidewatch.testing.mongo;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.event.CommandListener;
import com.mongodb.event.CommandStartedEvent;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Notes when a client first sends a command of some name to a server, and how many. Any thread. */
public final class FirstCommand implements CommandListener {

  private final String name;
  private Long sent;
  private int count;

  /** Of that name. */
  public FirstCommand(String name) {
    this.name = name;
  }

  /** A client, with the application's time-outs, that is listened to. */
  public MongoClient client(String uri) {
    return MongoClients.create(
        MongoClientSettings.builder()
            .applyToSocketSettings(
                s -> s.connectTimeout(3, TimeUnit.SECONDS).readTimeout(10, TimeUnit.SECONDS))
            .applyToClusterSettings(s -> s.serverSelectionTimeout(3, TimeUnit.SECONDS))
            .applyToServerSettings(s -> s.heartbeatFrequency(2, TimeUnit.SECONDS))
            .applyConnectionString(new ConnectionString(uri))
            .addCommandListener(this)
            .build());
  }

  /** The next one is the first. */
  public synchronized void forget() {
    sent = null;
    count = 0;
  }

  /** How long ago the first was sent. */
  public synchronized Duration since() {
    return Duration.ofNanos(System.nanoTime() - sent);
  }

  /** How many were sent. */
  public synchronized int count() {
    return count;
  }

  @Override
  public synchronized void commandStarted(CommandStartedEvent event) {
    if (event.getCommandName().equals(name)) {
      sent = sent == null ? Long.valueOf(System.nanoTime()) : sent;
      count++;
    }
  }
}
