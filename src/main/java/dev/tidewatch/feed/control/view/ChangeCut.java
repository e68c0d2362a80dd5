package dev.tidewatch.feed.control.view;

import static dev.tidewatch.feed.control.view.ChangeParts.AFTER;
import static dev.tidewatch.feed.control.view.ChangeParts.BEFORE;
import static dev.tidewatch.feed.control.view.ChangeParts.ID;
import static dev.tidewatch.feed.control.view.ChangeParts.KEY;
import static dev.tidewatch.feed.control.view.ChangeParts.KNOWN;
import static dev.tidewatch.feed.control.view.ChangeParts.NS;
import static dev.tidewatch.feed.control.view.ChangeParts.OPERATION;
import static dev.tidewatch.feed.control.view.ChangeParts.PLAIN;
import static dev.tidewatch.feed.control.view.ChangeParts.TO;
import static dev.tidewatch.feed.control.view.ChangeParts.UPDATE;

import dev.tidewatch.feed.entity.Change;
import dev.tidewatch.feed.entity.ImagePolicy;
import dev.tidewatch.feed.entity.Position;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;

/**
 * The visible part of one change. Its fields are those of {@link ChangeParts}; everything else that
 * a server or a pipeline puts into an event is hidden, unless the reader may see every document.
 */
final class ChangeCut {

  /** What there is to see. */
  enum Outcome {
    HIDDEN,
    SEEN,
    /** An image that decides is missing. */
    UNDECIDED
  }

  private final Change change;
  private final ImagePolicy images;
  private final boolean others;
  private final ChangeParts parts;
  private final BsonDocument event;
  private final RawBsonDocument before;
  private final RawBsonDocument after;
  private final BsonDocument seen = new BsonDocument();
  // whether the event is seen as it is
  private boolean whole;
  private boolean keyIsWhole;

  /**
   * Of one change.
   *
   * @param others whether fields that are not known are visible
   */
  ChangeCut(Change change, ChangeParts parts, ImagePolicy images, boolean others) {
    this.change = change;
    this.images = images;
    this.others = others;
    this.parts = parts;
    this.event = parts.event();
    this.before = parts.before();
    this.after = parts.after();
    this.whole = parts.isAsSent() && (others || !parts.hasOthers());
    // a change without this field could have any key in its token
    this.keyIsWhole = event.containsKey(KEY);
  }

  private boolean isUpdate() {
    return parts.operation().equals("update");
  }

  /** A field's document; null if the field is missing or of another type. */
  private RawBsonDocument document(String field) {
    return parts.document(field);
  }

  /** The {@code _id} of the changed document; null if unknown. */
  private BsonValue id() {
    BsonDocument key = document(KEY);
    return key == null ? null : key.get(ID);
  }

  private boolean hasBefore() {
    return !parts.operation().equals("insert");
  }

  private boolean hasAfter() {
    return !parts.operation().equals("delete");
  }

  /** The documents that {@link #see} asks about. */
  DecidingDocuments documents() {
    BsonValue id = id();
    BsonDocument key = id == null ? null : new BsonDocument(ID, id);
    return new DecidingDocuments(
        Stream.of(key, before, after).filter(Objects::nonNull).toList(),
        key != null,
        (before != null || !hasBefore()) && (after != null || !hasAfter()));
  }

  /** Decides what may be seen, and takes it. */
  Outcome see(Visibility.Decision decision) {
    BsonValue id = id();
    Visibility then = hasBefore() ? decision.of(id, before) : Visibility.NONE;
    Visibility now = hasAfter() ? decision.of(id, after) : Visibility.NONE;
    if (!then.isKnown() || !now.isKnown()) {
      return Outcome.UNDECIDED;
    }
    if (!now.isVisible()) {
      return then.isVisible() ? leave(then.fields()) : Outcome.HIDDEN;
    }
    return now.fields().equals(then.fields()) ? change(now.fields()) : enter(now.fields());
  }

  private Outcome enter(FieldMask fields) {
    if (after == null) {
      return Outcome.UNDECIDED;
    }
    for (String field : event.keySet()) {
      if (field.equals(AFTER)) {
        seen.put(AFTER, fields.cut(after));
      } else {
        copy(field, fields);
      }
    }
    return mark("enter");
  }

  private Outcome leave(FieldMask fields) {
    for (String field : event.keySet()) {
      if (KNOWN.contains(field) && !field.equals(OPERATION)) {
        copy(field, fields);
      }
    }
    // the token says whether it is a delete
    keyIsWhole = false;
    return mark("leave");
  }

  private Outcome mark(String marker) {
    whole = false;
    seen.put(marker, BsonBoolean.TRUE);
    return Outcome.SEEN;
  }

  private Outcome change(FieldMask fields) {
    BsonDocument update = document(UPDATE);
    if (isUpdate() && !fields.isAll()) {
      Optional<BsonDocument> cut = update(fields);
      if (cut.isEmpty()) {
        return enter(fields);
      }
      update = cut.get();
      if (update.isEmpty()) {
        return Outcome.HIDDEN;
      }
    } else if (!isUpdate() && isUnchanged(fields)) {
      return Outcome.HIDDEN;
    }
    for (String field : event.keySet()) {
      switch (field) {
        case AFTER -> image(AFTER, fields, !isUpdate() || images.sendsAfter());
        case BEFORE -> image(BEFORE, fields, images.sendsBefore());
        case UPDATE -> put(UPDATE, update);
        default -> copy(field, fields);
      }
    }
    return Outcome.SEEN;
  }

  /** The visible part of the update description; empty if it cannot be decided. */
  private Optional<BsonDocument> update(FieldMask fields) {
    RawBsonDocument description = document(UPDATE);
    if (description == null) {
      return Optional.empty();
    }
    BsonDocument original = RawDocuments.fields(description, name -> true);
    return UpdateCut.cut(original, fields, before, after)
        .map(cut -> RawDocuments.areSame(cut, description) ? description : cut);
  }

  /** Whether a replacement has changed hidden fields alone. */
  private boolean isUnchanged(FieldMask fields) {
    return before != null
        && after != null
        && RawDocuments.areSame(fields.cut(before), fields.cut(after));
  }

  private void image(String field, FieldMask fields, boolean sent) {
    BsonValue value = event.get(field);
    if (!sent) {
      whole = false;
    } else if (value.isNull()) {
      seen.put(field, value);
    } else {
      put(field, document(field) == null ? null : fields.cut(document(field)));
    }
  }

  /** Takes what may be seen of a field that is no image and no update. */
  private void copy(String field, FieldMask fields) {
    BsonValue value = event.get(field);
    switch (field) {
      case NS -> put(NS, namespace(value));
      case KEY -> put(KEY, key(fields));
      default -> put(field, isPlain(field, value) ? value : null);
    }
  }

  private boolean isPlain(String field, BsonValue value) {
    return KNOWN.contains(field) ? PLAIN.get(field) == value.getBsonType() : others;
  }

  /** Puts the visible part of a field, if there is any. */
  private void put(String field, BsonValue visible) {
    whole &= visible == event.get(field);
    if (visible != null) {
      seen.put(field, visible);
    }
  }

  private static BsonValue namespace(BsonValue value) {
    if (!value.isDocument()) {
      return null;
    }
    BsonDocument names = new BsonDocument();
    for (String part : new String[] {"db", "coll"}) {
      BsonValue name = value.asDocument().get(part);
      if (name != null && name.isString()) {
        names.put(part, name);
      }
    }
    return names.equals(value) ? value : names;
  }

  /**
   * The visible part of the document key. A name in it is a path, because a shard key is made of
   * paths.
   */
  private BsonDocument key(FieldMask fields) {
    RawBsonDocument key = document(KEY);
    if (key == null) {
      keyIsWhole = false;
      return null;
    }
    BsonDocument visible = RawDocuments.fields(key, fields::shows);
    if (visible.size() == key.size()) {
      return key;
    }
    keyIsWhole = false;
    return visible;
  }

  /** What is told of an event that concerns a whole collection or database. */
  Change reset() {
    for (String field : event.keySet()) {
      if (field.equals(TO)) {
        put(TO, namespace(event.get(TO)));
      } else if (field.equals(NS) || isPlain(field, event.get(field))) {
        copy(field, FieldMask.ALL);
      }
    }
    mark("reset");
    Position position = change.position();
    return new Change(position.holdsKey() ? position.cut() : position, RawDocuments.of(seen));
  }

  /** Whether the change is seen as it is; valid once it was seen. */
  boolean isWhole() {
    return whole && keyIsWhole;
  }

  /** What is seen; its position holds no hidden part of the document key. */
  Change change() {
    Position position = change.position();
    return new Change(keyIsWhole ? position : position.cut(), RawDocuments.of(seen));
  }
}
