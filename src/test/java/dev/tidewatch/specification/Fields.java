package dev.tidewatch.specification;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;

/**
 * A document of the specification of which every field must be read: one that the runner does not
 * know is a demand that it would not meet. What is wrong with it is an AssertionError, so that
 * nobody takes it for the error that a case expects.
 */
final class Fields {

  private final String what;
  private final BsonDocument document;
  private final Set<String> unread;

  private Fields(String what, BsonDocument document) {
    this.what = what;
    this.document = document;
    this.unread = new HashSet<>(document.keySet());
  }

  /**
   * Reads a document, then checks that nothing of it was left.
   *
   * @param what names it in a failure
   */
  static <T> T read(String what, BsonDocument document, Function<Fields, T> reader) {
    Fields fields = new Fields(what, document);
    T result = reader.apply(fields);
    if (!fields.unread.isEmpty()) {
      throw new AssertionError(what + ": this runner does not know " + fields.unread);
    }
    return result;
  }

  /** Reads a document for what its reader does. */
  static void check(String what, BsonDocument document, Consumer<Fields> reader) {
    read(
        what,
        document,
        fields -> {
          reader.accept(fields);
          return null;
        });
  }

  /** A field that may be absent; of the given type if it is there. */
  <T extends BsonValue> Optional<T> find(String name, Class<T> type) {
    unread.remove(name);
    BsonValue value = document.get(name);
    if (value != null && !type.isInstance(value)) {
      throw new AssertionError(what + ": " + name + " is no " + type.getSimpleName());
    }
    return Optional.ofNullable(type.cast(value));
  }

  /** A field that must be there. */
  <T extends BsonValue> T get(String name, Class<T> type) {
    return find(name, type).orElseThrow(() -> new AssertionError(what + ": no " + name));
  }

  String text(String name) {
    return get(name, BsonString.class).getValue();
  }

  Optional<String> findText(String name) {
    return find(name, BsonString.class).map(BsonString::getValue);
  }

  Optional<Boolean> findFlag(String name) {
    return find(name, BsonBoolean.class).map(BsonBoolean::getValue);
  }

  /** An array of documents that must be there and hold at least one. */
  List<BsonDocument> documents(String name) {
    List<BsonDocument> documents = findDocuments(name);
    if (documents.isEmpty()) {
      throw new AssertionError(what + ": no " + name);
    }
    return documents;
  }

  /** An array of documents; empty if it is absent. */
  List<BsonDocument> findDocuments(String name) {
    return elements(name, BsonDocument.class);
  }

  /** An array of strings; empty if it is absent. */
  List<String> findTexts(String name) {
    return elements(name, BsonString.class).stream().map(BsonString::getValue).toList();
  }

  private <T extends BsonValue> List<T> elements(String name, Class<T> type) {
    BsonArray array = find(name, BsonArray.class).orElseGet(BsonArray::new);
    for (BsonValue element : array) {
      if (!type.isInstance(element)) {
        throw new AssertionError(what + ": " + name + " holds a " + element.getBsonType());
      }
    }
    return array.stream().map(type::cast).toList();
  }
}
