package dev.tidewatch.feed.control.view;

import dev.tidewatch.feed.control.view.UpdatePath.Reach;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.bson.BsonValue;

/**
 * The visible part of one update description. Applied to the visible part of the document before,
 * it gives the visible part of the document after.
 *
 * <p>A path to a visible field stays as it is. Of a field that is visible in part, the visible part
 * replaces the former one, and an array is replaced as a whole, because its indexes count hidden
 * elements.
 */
final class UpdateCut {

  private static final String UPDATED = "updatedFields";
  private static final String REMOVED = "removedFields";
  private static final String TRUNCATED = "truncatedArrays";
  private static final String PATHS = "disambiguatedPaths";
  private static final String FIELD = "field";
  private static final String NEW_SIZE = "newSize";

  private final MaskNode mask;
  private final BsonDocument before;
  private final BsonDocument after;
  private final BsonDocument told;

  private final BsonDocument updated = new BsonDocument();
  private final BsonArray removed = new BsonArray();
  private final BsonArray truncated = new BsonArray();
  private final BsonDocument paths = new BsonDocument();
  // the fields that are visible in part, with the value that the update sets them to, if any
  private final Map<Reach, Optional<BsonValue>> inPart = new LinkedHashMap<>();

  private UpdateCut(FieldMask mask, BsonDocument before, BsonDocument after, BsonDocument told) {
    this.mask = mask.root();
    this.before = before;
    this.after = after;
    this.told = told;
  }

  /**
   * Cuts a description.
   *
   * @param before the whole document before the update; null if unknown
   * @param after likewise after it
   * @return empty if it cannot be decided what may be seen; an empty document if nothing may
   */
  static Optional<BsonDocument> cut(
      BsonDocument description, FieldMask mask, BsonDocument before, BsonDocument after) {
    BsonValue updated = description.get(UPDATED);
    BsonValue removed = description.get(REMOVED, new BsonArray());
    BsonValue truncated = description.get(TRUNCATED, new BsonArray());
    BsonValue told = description.get(PATHS, null);
    if (updated == null
        || !updated.isDocument()
        || !removed.isArray()
        || !truncated.isArray()
        || told != null && !told.isDocument()) {
      return Optional.empty();
    }
    UpdateCut cut = new UpdateCut(mask, before, after, told == null ? null : told.asDocument());
    boolean decided =
        cut.update(updated.asDocument())
            && cut.remove(removed.asArray())
            && cut.truncate(truncated.asArray())
            && cut.replaceParts();
    return decided ? Optional.of(cut.description(description)) : Optional.empty();
  }

  private boolean update(BsonDocument fields) {
    return fields.entrySet().stream()
        .allMatch(
            field ->
                take(
                    field.getKey(),
                    after,
                    Optional.of(field.getValue()),
                    () -> updated.put(field.getKey(), field.getValue())));
  }

  private boolean remove(BsonArray fields) {
    return fields.stream()
        .allMatch(
            field ->
                field.isString()
                    && take(
                        field.asString().getValue(),
                        before,
                        Optional.empty(),
                        () -> removed.add(field)));
  }

  private boolean truncate(BsonArray arrays) {
    return arrays.stream().allMatch(array -> array.isDocument() && truncate(array.asDocument()));
  }

  private boolean truncate(BsonDocument array) {
    return array.get(FIELD) instanceof BsonString field
        && array.get(NEW_SIZE) instanceof BsonInt32 size
        && take(
            field.getValue(),
            after,
            Optional.empty(),
            () -> truncated.add(new BsonDocument(FIELD, field).append(NEW_SIZE, size)));
  }

  /**
   * Takes what may be seen of one path.
   *
   * @param where the document in which the path exists; null if unknown
   * @param value what the update sets it to
   * @param keep takes the path as it is
   * @return false if it cannot be decided
   */
  private boolean take(String path, BsonDocument where, Optional<BsonValue> value, Runnable keep) {
    Optional<UpdatePath> read = UpdatePath.read(path, told, where);
    if (read.isEmpty()) {
      return !UpdatePath.mayBeVisible(path, mask);
    }
    Reach reach = read.get().reach(mask);
    if (reach.isHidden()) {
      return true;
    }
    if (!reach.isVisible()) {
      boolean whole = value.isPresent() && reach.names().size() == read.get().parts().size();
      inPart.merge(reach, whole ? value : Optional.empty(), (one, other) -> Optional.empty());
      return true;
    }
    if (told == null && !read.get().isPlain()) {
      // a reader could not tell either
      return false;
    }
    keep.run();
    if (told != null && told.get(path) != null) {
      paths.put(path, told.get(path));
    }
    return true;
  }

  private boolean replaceParts() {
    return inPart.entrySet().stream().allMatch(part -> replace(part.getKey(), part.getValue()));
  }

  private boolean replace(Reach field, Optional<BsonValue> value) {
    if (field.hasNumber()) {
      return false;
    }
    if (before == null || after == null) {
      // whether a value that is hidden replaces one that was visible is unknown
      BsonValue seen = value.map(v -> FieldMask.cut(v, field.node())).orElse(null);
      if (seen != null) {
        updated.put(field.path(), seen);
      }
      return seen != null;
    }
    BsonValue old = FieldMask.cut(at(before, field.names()), field.node());
    BsonValue now = FieldMask.cut(at(after, field.names()), field.node());
    if (now == null && old != null) {
      removed.add(new BsonString(field.path()));
    } else if (now != null && !RawDocuments.areSame(old, now)) {
      updated.put(field.path(), now);
    }
    return true;
  }

  private static BsonValue at(BsonDocument document, List<String> names) {
    BsonValue value = document;
    for (String name : names) {
      value = value != null && value.isDocument() ? value.asDocument().get(name) : null;
    }
    return value;
  }

  /** The description, in the order of the original. */
  private BsonDocument description(BsonDocument original) {
    BsonDocument cut = new BsonDocument();
    if (updated.isEmpty() && removed.isEmpty() && truncated.isEmpty()) {
      return cut;
    }
    for (String name : original.keySet()) {
      switch (name) {
        case UPDATED -> cut.put(UPDATED, updated);
        case REMOVED -> cut.put(REMOVED, removed);
        case TRUNCATED -> cut.put(TRUNCATED, truncated);
        case PATHS -> cut.put(PATHS, paths);
        default -> {
          // unknown, so it is not seen
        }
      }
    }
    return cut;
  }
}
