package dev.tidewatch.stream;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.bson.BsonBinaryReader;
import org.bson.BsonBinaryWriter;
import org.bson.BsonDocument;
import org.bson.BsonType;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonValueCodec;
import org.bson.codecs.Codec;
import org.bson.codecs.EncoderContext;
import org.bson.io.BasicOutputBuffer;

/**
 * Joins the fragments that {@code $changeStreamSplitLargeEvent} makes of an event over 16 MB.
 *
 * <p>One thread. Bound: the fragments of one event.
 */
public final class SplitEvents {

  /** A server fills fragments with the smallest fields first; whole events have this order. */
  private static final List<String> ORDER =
      List.of(
          "txnNumber",
          "lsid",
          "_id",
          "operationType",
          "clusterTime",
          "collectionUUID",
          "wallTime",
          "fullDocument",
          "ns",
          "documentKey",
          "updateDescription",
          "fullDocumentBeforeChange");

  private static final String SPLIT_EVENT = "splitEvent";
  private static final Codec<BsonValue> VALUES = new BsonValueCodec();

  private final List<RawBsonDocument> fragments = new ArrayList<>();
  private int expected;

  /** The index of a fragment: number 1 to {@code of}. */
  private record Index(int number, int of) {

    /** The index of a fragment; null for a whole event. */
    static Index of(RawBsonDocument event) {
      BsonValue split = event.get(SPLIT_EVENT);
      if (split == null || !split.isDocument()) {
        return null;
      }
      BsonDocument index = split.asDocument();
      return index.isNumber("fragment") && index.isNumber("of")
          ? new Index(index.getNumber("fragment").intValue(), index.getNumber("of").intValue())
          : null;
    }
  }

  /**
   * Takes the stream's next event.
   *
   * @return the event itself if it is whole; empty for a fragment that is not its event's last;
   *     with the last one the joined event: every fragment's fields, in the order of a whole event,
   *     and as {@code _id} the last fragment's, so that a stream resumed after it continues with
   *     the next event
   * @throws IllegalStateException for an event that cannot follow what was added before, which is
   *     kept; {@link #reset} forgets it
   */
  public Optional<RawBsonDocument> add(RawBsonDocument event) {
    Index index = Index.of(event);
    if (index == null) {
      if (isPending()) {
        throw unexpected("a whole event");
      }
      return Optional.of(event);
    }
    boolean fits = index.number() == fragments.size() + 1 && index.number() <= index.of();
    if (!fits || isPending() && index.of() != expected) {
      throw unexpected("fragment " + index.number() + " of " + index.of());
    }
    expected = index.of();
    fragments.add(event);
    if (fragments.size() < expected) {
      return Optional.empty();
    }
    RawBsonDocument joined = join();
    reset();
    return Optional.of(joined);
  }

  /** Whether an event is incomplete. */
  public boolean isPending() {
    return !fragments.isEmpty();
  }

  /** Drops an incomplete event, for a stream that starts elsewhere. */
  public void reset() {
    fragments.clear();
  }

  private IllegalStateException unexpected(String what) {
    return new IllegalStateException(
        isPending()
            ? what + " came after fragment " + fragments.size() + " of " + expected
            : what + " came without the fragments before it");
  }

  private RawBsonDocument join() {
    Map<String, RawBsonDocument> fields = new LinkedHashMap<>();
    ORDER.forEach(name -> fields.put(name, null));
    fragments.forEach(fragment -> names(fragment).forEach(name -> fields.put(name, fragment)));
    fields.remove(SPLIT_EVENT);
    fields.values().removeIf(Objects::isNull);
    BasicOutputBuffer out = new BasicOutputBuffer();
    try (BsonBinaryWriter writer = new BsonBinaryWriter(out)) {
      writer.writeStartDocument();
      fields.forEach(
          (name, fragment) -> {
            writer.writeName(name);
            VALUES.encode(writer, fragment.get(name), EncoderContext.builder().build());
          });
      writer.writeEndDocument();
      return new RawBsonDocument(out.getInternalBuffer(), 0, out.getPosition());
    }
  }

  /** A fragment's field names, without its large values. */
  private static List<String> names(RawBsonDocument fragment) {
    List<String> names = new ArrayList<>();
    try (BsonBinaryReader reader = new BsonBinaryReader(fragment.getByteBuffer().asNIO())) {
      reader.readStartDocument();
      while (reader.readBsonType() != BsonType.END_OF_DOCUMENT) {
        names.add(reader.readName());
        reader.skipValue();
      }
    }
    return names;
  }
}
