package dev.tidewatch.client;

import dev.tidewatch.client.DocumentUpdate.NotApplicable;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/**
 * The documents of a collection, live: all that match, then every change of them, over whatever
 * losses of the connection. A daemon thread of its own reads; any thread may call its methods.
 */
public final class LiveDocuments implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(LiveDocuments.class.getPackageName());

  /** Operations after which what was read is void. */
  private static final Set<String> VOIDING = Set.of("drop", "dropDatabase", "rename", "invalidate");

  private final Session session;
  private final Thread thread = new Thread(this::run, "tidewatch-documents");
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

  // all guarded by this: what is here, and what comes until all has come
  private Map<BsonValue, BsonDocument> here = new LinkedHashMap<>();
  private Map<BsonValue, BsonDocument> coming;
  // a copy of what is here; null if that has changed
  private Map<BsonValue, BsonDocument> snapshot;
  private String position;
  // whether the connection is of changes alone, so that nothing comes again by itself
  private boolean resumed;
  private boolean current;
  private RuntimeException refusal;

  LiveDocuments(Session session) {
    this.session = session;
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * The documents by their {@code _id}, at one moment: the same map until one changes, and one that
   * does not change itself.
   */
  public synchronized Map<BsonValue, BsonDocument> snapshot() {
    if (snapshot == null) {
      snapshot = Collections.unmodifiableMap(new LinkedHashMap<>(here));
    }
    return snapshot;
  }

  /**
   * Waits until all documents have come, and none has to come again.
   *
   * @return false if that takes longer, or it is closed
   * @throws FeedRefusedException if the server refuses the reader for good
   */
  public synchronized boolean awaitCurrent(Duration atMost) throws InterruptedException {
    long end = System.nanoTime() + atMost.toNanos();
    while (!current && refusal == null && !session.isClosed()) {
      long rest = end - System.nanoTime();
      if (rest <= 0) {
        return false;
      }
      wait(Math.max(1, rest / 1_000_000));
    }
    if (refusal != null) {
      throw refusal;
    }
    return current;
  }

  /** Calls it on the thread that reads, after each change of a document. */
  public void listen(Runnable listener) {
    listeners.add(listener);
  }

  /** Ends it; the documents stay. */
  @Override
  public void close() {
    session.close();
    synchronized (this) {
      notifyAll();
    }
  }

  private void run() {
    try {
      for (BsonDocument message = session.next(this::begin);
          message != null;
          message = session.next(this::begin)) {
        take(message);
      }
    } catch (InterruptedException e) {
      session.close();
    } catch (RuntimeException e) {
      session.close();
      end(e);
    }
  }

  private void take(BsonDocument message) throws InterruptedException {
    try {
      if (accept(message)) {
        tell();
      }
    } catch (NotApplicable e) {
      LOG.log(System.Logger.Level.INFO, "The documents are read again: " + e.getMessage());
      restart();
      session.again();
    }
  }

  private synchronized void end(RuntimeException e) {
    refusal = e;
    notifyAll();
  }

  private void setCurrent(boolean value) {
    current = value;
    notifyAll();
  }

  /** A connection begins: where to resume, or nowhere. */
  private synchronized String begin() {
    resumed = position != null;
    if (!resumed) {
      restart();
    }
    return position;
  }

  private synchronized void restart() {
    coming = new LinkedHashMap<>();
    position = null;
    setCurrent(false);
  }

  /** Returns whether a document that is here has changed. */
  private synchronized boolean accept(BsonDocument message) throws NotApplicable {
    switch (message.getString("type").getValue()) {
      case "documents" -> {
        for (BsonValue document : message.getArray("documents")) {
          coming.put(document.asDocument().get("_id"), document.asDocument());
        }
      }
      case "current" -> {
        here = coming;
        coming = null;
        position = message.getString("position").getValue();
        snapshot = null;
        setCurrent(true);
        return true;
      }
      case "reset" -> restart();
      case "gap" -> lose("a gap");
      case "heartbeat" -> {
        if (position != null) {
          position = message.getString("position").getValue();
        }
      }
      case "changes" -> {
        for (BsonValue item : message.getArray("changes")) {
          change(item.asDocument());
        }
        return coming == null;
      }
      default -> {
        // a greeting, or of a later version
      }
    }
    return false;
  }

  private void change(BsonDocument item) throws NotApplicable {
    BsonDocument change = item.getDocument("change");
    String operation =
        change.containsKey("operationType") ? change.getString("operationType").getValue() : "";
    if (coming != null) {
      apply(coming, operation, change);
    } else if (change.containsKey("reset") || VOIDING.contains(operation)) {
      lose("a change of the whole collection");
    } else if (position == null) {
      throw new NotApplicable("a change came after a gap");
    } else {
      String id = item.getString("id").getValue();
      if (Positions.isAfter(id, position)) {
        snapshot = null;
        apply(here, operation, change);
        position = id;
      }
    }
  }

  /**
   * The server begins again; and if the connection breaks first, or is of changes, so does this.
   */
  private void lose(String reason) throws NotApplicable {
    position = null;
    if (resumed) {
      throw new NotApplicable("there was " + reason);
    }
  }

  private static void apply(
      Map<BsonValue, BsonDocument> documents, String operation, BsonDocument change)
      throws NotApplicable {
    if (!change.containsKey("documentKey")) {
      return; // of no document: an index, for example
    }
    BsonValue id = change.getDocument("documentKey").get("_id");
    BsonDocument before = documents.get(id);
    if (change.containsKey("leave") || operation.equals("delete")) {
      documents.remove(id);
    } else if (change.isDocument("fullDocument")) {
      documents.put(id, change.getDocument("fullDocument"));
    } else if (operation.equals("update")
        && before != null
        && change.isDocument("updateDescription")) {
      documents.put(id, DocumentUpdate.apply(before, change.getDocument("updateDescription")));
    } else {
      throw new NotApplicable("a change (" + operation + ") of a document that is not here");
    }
  }

  private void tell() {
    for (Runnable listener : listeners) {
      try {
        listener.run();
      } catch (RuntimeException e) {
        LOG.log(System.Logger.Level.WARNING, "A listener of documents failed.", e);
      }
    }
  }
}
