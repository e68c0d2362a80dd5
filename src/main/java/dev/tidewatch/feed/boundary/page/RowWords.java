package dev.tidewatch.feed.boundary.page;

import dev.tidewatch.text.MongoshText;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/**
 * What a change did, in a line: {@code status paid · items.1.qty 3 · − hold}. It names what the
 * change itself holds, and an old value only from the document before. {@code change-words.js} does
 * the same for live changes.
 */
final class RowWords {

  /** The most fields of a row; what follows is counted. */
  private static final int MOST_FIELDS = 8;

  private static final int MOST_OF_VALUE = 48;

  /** Text that cannot be taken for another value, or for a mark of the row. */
  private static final Pattern PLAIN = Pattern.compile("\\p{L}[\\p{L}\\p{Nd} _.,@:/+-]*");

  private static final List<String> WORDS =
      List.of("true", "false", "null", "undefined", "Infinity", "NaN");

  private final List<RowPart> parts = new ArrayList<>();
  private int fields;

  private RowWords() {}

  static List<RowPart> of(BsonDocument change) {
    RowWords words = new RowWords();
    BsonDocument after = document(change, "fullDocument");
    BsonDocument before = document(change, "fullDocumentBeforeChange");
    BsonDocument update = document(change, "updateDescription");
    if (update != null) {
      words.update(update, before);
    } else if (after != null) {
      words.fields(after);
    } else if (before != null) {
      words.mark("was ");
      words.fields(before);
    }
    words.end();
    return words.parts;
  }

  private void update(BsonDocument update, BsonDocument before) {
    BsonDocument updated = document(update, "updatedFields");
    if (updated != null) {
      updated.forEach(
          (path, value) -> {
            if (begins(path)) {
              mark(" ");
              BsonValue old = before == null ? null : at(before, path);
              if (old != null) {
                parts.add(new RowPart("old", text(old)));
                mark(" → ");
              }
              parts.add(new RowPart("new", text(value)));
            }
          });
    }
    for (BsonValue path : array(update, "removedFields")) {
      begins("− ", path.asString().getValue());
    }
    for (BsonValue cut : array(update, "truncatedArrays")) {
      if (begins(cut.asDocument().getString("field").getValue())) {
        mark(" cut to " + cut.asDocument().getInt32("newSize").getValue());
      }
    }
  }

  private void fields(BsonDocument document) {
    document.forEach(
        (name, value) -> {
          if (!name.equals("_id") && begins(name)) {
            mark(" ");
            parts.add(new RowPart("value", text(value)));
          }
        });
  }

  private boolean begins(String name) {
    return begins("", name);
  }

  /** Adds the name of the next field; false if the row is full. */
  private boolean begins(String sign, String name) {
    if (++fields > MOST_FIELDS) {
      return false;
    }
    if (fields > 1) {
      mark(" · ");
    }
    parts.add(new RowPart("name", sign + name));
    return true;
  }

  private void end() {
    if (fields > MOST_FIELDS) {
      mark(" · " + (fields - MOST_FIELDS) + " more");
    }
  }

  private void mark(String text) {
    parts.add(new RowPart("between", text));
  }

  private static String text(BsonValue value) {
    if (value.isString()) {
      String text = value.asString().getValue();
      if (text.length() <= MOST_OF_VALUE
          && PLAIN.matcher(text).matches()
          && !WORDS.contains(text)) {
        return text;
      }
    }
    return MongoshText.print(value, MOST_OF_VALUE).replaceAll("\\n\\s*", " ");
  }

  /** The value at a path; null if there is none, or if a name on it has a dot of its own. */
  private static BsonValue at(BsonDocument document, String path) {
    BsonValue value = document;
    for (String name : path.split("\\.")) {
      if (value instanceof BsonDocument fields) {
        if (fields.keySet().stream().anyMatch(other -> other.startsWith(name + "."))) {
          return null;
        }
        value = fields.get(name);
      } else if (value instanceof BsonArray elements && name.matches("\\d{1,8}")) {
        int index = Integer.parseInt(name);
        value = index < elements.size() ? elements.get(index) : null;
      } else {
        return null;
      }
    }
    return value;
  }

  private static BsonDocument document(BsonDocument parent, String name) {
    BsonValue value = parent.get(name);
    return value != null && value.isDocument() ? value.asDocument() : null;
  }

  private static List<BsonValue> array(BsonDocument parent, String name) {
    BsonValue value = parent.get(name);
    return value != null && value.isArray() ? value.asArray() : List.of();
  }
}
