package dev.tidewatch.text;

import java.util.ArrayList;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/**
 * A document as mongosh prints it: unquoted names, one line for what is short, an indented block
 * for what is not. The text can be read back into mongosh.
 */
public final class MongoshText {

  /** Columns that a value on one line may take, its indentation included; mongosh's own limit. */
  private static final int WIDTH = 76;

  private static final String INDENT = "  ";

  private MongoshText() {}

  /** The whole document; its fields always on lines of their own. */
  public static String print(BsonDocument document) {
    StringBuilder out = new StringBuilder();
    block(out, parts(document, 1), '{', '}', 0);
    return out.toString();
  }

  /** One value, on one line if it is short. */
  public static String print(BsonValue value) {
    return print(value, 0, 0);
  }

  /**
   * @param depth how deep the value is nested
   * @param column how much of its first line is taken
   */
  private static String print(BsonValue value, int depth, int column) {
    boolean array = value.isArray();
    if (!array && !value.isDocument()) {
      return MongoshScalar.print(value);
    }
    char open = array ? '[' : '{';
    char close = array ? ']' : '}';
    List<String> parts =
        array ? parts(value.asArray(), depth + 1) : parts(value.asDocument(), depth + 1);
    StringBuilder out = new StringBuilder();
    if (!parts.isEmpty() && fitsOneLine(parts, column)) {
      out.append(open).append(' ');
      out.append(String.join(", ", parts)).append(' ').append(close);
    } else {
      block(out, parts, open, close, depth);
    }
    return out.toString();
  }

  private static List<String> parts(BsonDocument document, int depth) {
    List<String> parts = new ArrayList<>(document.size());
    document.forEach(
        (name, value) -> {
          String key = MongoshScalar.name(name) + ": ";
          parts.add(key + print(value, depth, depth * INDENT.length() + key.length()));
        });
    return parts;
  }

  private static List<String> parts(List<BsonValue> array, int depth) {
    List<String> parts = new ArrayList<>(array.size());
    array.forEach(value -> parts.add(print(value, depth, depth * INDENT.length())));
    return parts;
  }

  private static boolean fitsOneLine(List<String> parts, int column) {
    int length = column + 4;
    for (String part : parts) {
      length += part.length() + 2;
      if (length > WIDTH || part.indexOf('\n') >= 0) {
        return false;
      }
    }
    return true;
  }

  private static void block(
      StringBuilder out, List<String> parts, char open, char close, int depth) {
    if (parts.isEmpty()) {
      out.append(open).append(close);
      return;
    }
    out.append(open);
    String separator = "\n";
    for (String part : parts) {
      out.append(separator).append(INDENT.repeat(depth + 1)).append(part);
      separator = ",\n";
    }
    out.append('\n').append(INDENT.repeat(depth)).append(close);
  }
}
