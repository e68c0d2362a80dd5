package dev.tidewatch.feed.control.documents;

import dev.tidewatch.feed.control.format.DocumentsFormat;
import dev.tidewatch.feed.control.format.OutboundMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.bson.BsonValue;

/**
 * Consecutive documents of a collection, as a view shows them, in relaxed Extended JSON, and the
 * messages made of them. Each message is composed once for all readers of a format.
 *
 * <p>Thread-safe.
 */
public final class DocumentPage {

  private final List<Shown> documents;
  private final BsonValue last;
  private final boolean end;
  private final long bytes;
  private final Map<DocumentsFormat, List<OutboundMessage>> messages = new ConcurrentHashMap<>();

  /**
   * A document that may be shown.
   *
   * @param id its {@code _id}
   * @param json its visible part in UTF-8; must not be changed
   */
  public record Shown(BsonValue id, byte[] json) {}

  /**
   * A page.
   *
   * @param last the {@code _id} of the last document that was read, which may be hidden and never
   *     leaves the server; null if none was read
   * @param end whether no document follows
   */
  public DocumentPage(List<Shown> documents, BsonValue last, boolean end) {
    this.documents = List.copyOf(documents);
    this.last = last;
    this.end = end;
    this.bytes = documents.stream().mapToLong(document -> document.json().length).sum();
  }

  public List<Shown> documents() {
    return documents;
  }

  /** As the constructor's parameter. */
  public BsonValue last() {
    return last;
  }

  /** Whether no document follows. */
  public boolean isEnd() {
    return end;
  }

  /** The documents' size as JSON, in bytes. */
  public long bytes() {
    return bytes;
  }

  /** Its approximate size in memory, in bytes. */
  long weight() {
    return (1 + messages.size()) * (bytes + 64L * documents.size()) + 256;
  }

  /** The documents as messages; empty if none is shown. */
  public List<OutboundMessage> messages(DocumentsFormat format) {
    return messages.computeIfAbsent(format, this::compose);
  }

  private List<OutboundMessage> compose(DocumentsFormat format) {
    List<OutboundMessage> composed = new ArrayList<>();
    List<byte[]> together = new ArrayList<>();
    int size = 0;
    for (Shown document : documents) {
      byte[] json = document.json();
      if (!together.isEmpty() && size + json.length + 1 > format.maxBytes()) {
        composed.add(format.documents(together));
        together.clear();
        size = 0;
      }
      together.add(json);
      size += json.length + 1;
    }
    if (!together.isEmpty()) {
      composed.add(format.documents(together));
    }
    return List.copyOf(composed);
  }
}
