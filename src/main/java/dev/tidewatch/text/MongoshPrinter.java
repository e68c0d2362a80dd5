package dev.tidewatch.text;

import org.bson.BsonBinaryReader;
import org.bson.BsonReaderMark;
import org.bson.BsonType;
import org.bson.codecs.BsonValueCodec;
import org.bson.codecs.DecoderContext;

/**
 * Prints BSON in mongosh notation while reading it, and stops at a limit. Whether a document fits
 * on one line is tried, which costs at most one line, and undone if it does not.
 *
 * <p>For one document and one thread.
 */
final class MongoshPrinter {

  /** Columns that a value on one line may take, its indentation included; mongosh's own limit. */
  private static final int WIDTH = 76;

  private static final String INDENT = "  ";

  /**
   * No value's text has fewer characters than a quarter of its bytes: a double's "0, " has most.
   */
  private static final int BYTES_A_CHAR = 4;

  private static final BsonValueCodec VALUES = new BsonValueCodec();
  private static final DecoderContext CONTEXT = DecoderContext.builder().build();

  private final BsonBinaryReader reader;
  private final StringBuilder out = new StringBuilder();
  private int room;
  private boolean oneLine;

  /**
   * Prints what a reader reads.
   *
   * @param room the most characters
   */
  MongoshPrinter(BsonBinaryReader reader, int room) {
    this.reader = reader;
    this.room = room;
  }

  /** The printed text, at most the limit. */
  String text() {
    int end = Math.min(room, out.length());
    if (end > 0 && end < out.length() && Character.isHighSurrogate(out.charAt(end - 1))) {
      end--;
    }
    return out.substring(0, end);
  }

  /** Prints the document as a block without a field; false if the limit cuts it. */
  boolean document(String without) {
    return block(false, 0, without);
  }

  /** Prints the value of a document's only field; false if the limit cuts it. */
  boolean onlyValue() {
    reader.readStartDocument();
    reader.readBsonType();
    reader.readName();
    return value(0, 0);
  }

  private boolean value(int depth, int column) {
    int left = room - out.length();
    boolean tooLong = NextValue.length(reader) / BYTES_A_CHAR > left;
    if (left < 0 || tooLong && oneLine) {
      return false;
    }
    return switch (reader.getCurrentBsonType()) {
      case DOCUMENT -> nested(false, depth, column);
      case ARRAY -> nested(true, depth, column);
      case JAVASCRIPT_WITH_SCOPE -> {
        String code = reader.readJavaScriptWithScope();
        out.append("Code(").append(MongoshScalar.quote(code)).append(", ");
        boolean whole = nested(false, 0, 0);
        out.append(')');
        yield whole && !isFull();
      }
      default -> tooLong ? beginning(left) : scalar();
    };
  }

  private boolean nested(boolean array, int depth, int column) {
    if (oneLine) {
      return line(array);
    }
    BsonReaderMark mark = reader.getMark();
    int start = out.length();
    int all = room;
    room = start + WIDTH - 2 - column;
    oneLine = true;
    boolean fits = line(array);
    oneLine = false;
    room = all;
    if (fits) {
      return !isFull();
    }
    mark.reset();
    out.setLength(start);
    return block(array, depth, null);
  }

  private boolean line(boolean array) {
    begin(array);
    String separator = " ";
    String end = "";
    while (reader.readBsonType() != BsonType.END_OF_DOCUMENT) {
      out.append(separator).append(array ? "" : key(reader.readName()));
      separator = ", ";
      end = " ";
      if (!value(0, 0)) {
        return false;
      }
    }
    out.append(end);
    return end(array);
  }

  private boolean block(boolean array, int depth, String without) {
    begin(array);
    String indent = "\n" + INDENT.repeat(depth + 1);
    String separator = "";
    while (reader.readBsonType() != BsonType.END_OF_DOCUMENT) {
      String name = array ? null : reader.readName();
      if (name != null && name.equals(without)) {
        reader.skipValue();
        continue;
      }
      String key = array ? "" : key(name);
      out.append(separator).append(indent).append(key);
      separator = ",";
      if (!value(depth + 1, (depth + 1) * INDENT.length() + key.length())) {
        return false;
      }
    }
    if (!separator.isEmpty()) {
      out.append('\n').append(INDENT.repeat(depth));
    }
    return end(array);
  }

  private void begin(boolean array) {
    if (array) {
      reader.readStartArray();
    } else {
      reader.readStartDocument();
    }
    out.append(array ? '[' : '{');
  }

  private boolean end(boolean array) {
    if (array) {
      reader.readEndArray();
    } else {
      reader.readEndDocument();
    }
    out.append(array ? ']' : '}');
    return !isFull();
  }

  private static String key(String name) {
    return MongoshScalar.name(name) + ": ";
  }

  private boolean scalar() {
    int start = out.length();
    out.append(MongoshScalar.print(VALUES.decode(reader, CONTEXT)));
    // a pattern may have a line break of its own
    return !isFull() && !(oneLine && out.indexOf("\n", start) >= 0);
  }

  /** Prints the beginning of a long value up to the limit; the reader cannot be used afterwards. */
  private boolean beginning(int left) {
    // a character that the limit would cut in two is omitted
    out.append(MongoshScalar.print(NextValue.beginning(reader, BYTES_A_CHAR * (left + 1))));
    return false;
  }

  private boolean isFull() {
    return out.length() > room;
  }
}
