package dev.tidewatch.feed.control.log;

import dev.tidewatch.feed.control.encoding.ByteBuilder;
import dev.tidewatch.feed.control.encoding.ChangeJson;
import dev.tidewatch.feed.control.encoding.HtmlMessage;
import dev.tidewatch.feed.control.encoding.WebSocketFrame;
import dev.tidewatch.feed.entity.Change;
import dev.tidewatch.feed.entity.FeedEntry;
import dev.tidewatch.feed.entity.Gap;
import dev.tidewatch.feed.entity.JsonForm;
import dev.tidewatch.feed.entity.Position;
import dev.tidewatch.text.TextTooLongException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * An entry and its encoded forms. Each form is made on first use and shared by all readers.
 *
 * <p>Thread-safe. Two threads may encode the same form at once; one of the equal results is kept.
 */
public final class LogEntry {

  private static final Logger LOG = Logger.getLogger(LogEntry.class.getName());

  /** Operations on all documents of a collection at once. */
  private static final Set<String> WHOLE_COLLECTION =
      Set.of("drop", "rename", "dropDatabase", "invalidate");

  private final FeedEntry entry;
  private final long cameNanos = System.nanoTime();
  private volatile String text;
  private volatile byte[] frame;
  private volatile byte[] json;
  private volatile byte[] canonicalJson;
  private volatile boolean grown;

  /** The gap that replaces a change that could not be encoded; usually null. */
  private volatile Gap instead;

  /** Bytes that the log counts for this entry; guarded by the log, 0 once it has left. */
  private long counted;

  public LogEntry(FeedEntry entry) {
    this.entry = entry;
  }

  public FeedEntry content() {
    Gap gap = instead;
    return gap == null ? entry : gap;
  }

  public Position position() {
    return entry.position();
  }

  /** The time since it was read. */
  Duration age() {
    return Duration.ofNanos(System.nanoTime() - cameNanos);
  }

  public boolean isChange() {
    return content() instanceof Change;
  }

  /**
   * Why what a reader knows of the collection is void after this entry: a change is missing, or the
   * whole collection has changed.
   *
   * @return a gap's reason, or the operation type; null if nothing is void
   */
  public String voids() {
    FeedEntry content = content();
    if (content instanceof Gap gap) {
      return gap.reason().text();
    }
    String type = ((Change) content).operationType();
    return WHOLE_COLLECTION.contains(type) ? type : null;
  }

  /** The first reason among these; null if there is none. */
  public static String voids(List<LogEntry> entries) {
    for (LogEntry entry : entries) {
      String reason = entry.voids();
      if (reason != null) {
        return reason;
      }
    }
    return null;
  }

  /** The number of changes among these. */
  public static int changes(List<LogEntry> entries) {
    int changes = 0;
    for (LogEntry entry : entries) {
      changes += entry.isChange() ? 1 : 0;
    }
    return changes;
  }

  /** The message of {@code /socket} as text. */
  public String htmlText() {
    String encoded = text;
    if (encoded == null) {
      encoded = encoded(HtmlMessage::of);
      text = encoded;
      grown = true;
    }
    return encoded;
  }

  /** The message of {@code /socket} as a WebSocket frame; must not be changed. */
  public byte[] htmlFrame() {
    byte[] encoded = frame;
    if (encoded == null) {
      String known = text;
      encoded = known == null ? encoded(HtmlMessage::frameOf) : WebSocketFrame.of(known);
      frame = encoded;
      grown = true;
    }
    return encoded;
  }

  /**
   * The size of the message of {@code /socket} in bytes of UTF-8. Cheap after the message was sent.
   */
  public int htmlSize() {
    byte[] encoded = frame;
    return encoded == null ? ByteBuilder.count(htmlText()) : WebSocketFrame.payload(encoded);
  }

  /** The change without its {@code _id} as Extended JSON in UTF-8; must not be changed. */
  public byte[] json(JsonForm form) {
    byte[] encoded = known(form);
    if (encoded == null) {
      encoded = encoded(content -> ChangeJson.of(content, form));
      if (form == JsonForm.CANONICAL) {
        canonicalJson = encoded;
      } else {
        json = encoded;
      }
      grown = true;
    }
    return encoded;
  }

  private byte[] known(JsonForm form) {
    return form == JsonForm.CANONICAL ? canonicalJson : json;
  }

  /**
   * Replaces a change that cannot be encoded by a gap; readers would request it indefinitely
   * otherwise.
   */
  private <T> T encoded(Function<FeedEntry, T> form) {
    try {
      return form.apply(content());
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      if (instead != null) {
        throw e;
      }
      LOG.log(
          Level.SEVERE, e, () -> "a change could not be encoded: " + position().withoutKey().id());
      Gap.Reason reason =
          e instanceof TextTooLongException ? Gap.Reason.OVERSIZED : Gap.Reason.UNREADABLE;
      instead = new Gap(reason, position(), position());
      return form.apply(instead);
    }
  }

  /** Whether {@link #json} is encoded. */
  public boolean hasJson(JsonForm form) {
    return known(form) != null;
  }

  /** Whether {@link #htmlText} or {@link #htmlFrame} is encoded. */
  public boolean hasHtmlForm() {
    return frame != null || text != null;
  }

  /** Its size in memory in bytes, including what has been encoded so far. */
  public long weight() {
    String knownText = text;
    return entry.weight()
        + (knownText == null ? 0L : 2L * knownText.length())
        + length(frame)
        + length(json)
        + length(canonicalJson);
  }

  private static long length(byte[] encoded) {
    return encoded == null ? 0 : encoded.length;
  }

  /** Whether a form was encoded since the log last counted this entry. */
  boolean hasGrown() {
    return grown;
  }

  /** Marks everything encoded so far as counted. */
  void settle() {
    grown = false;
  }

  long counted() {
    return counted;
  }

  void count(long bytes) {
    counted = bytes;
  }
}
