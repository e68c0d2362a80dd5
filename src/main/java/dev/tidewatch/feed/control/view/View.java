package dev.tidewatch.feed.control.view;

import dev.tidewatch.feed.control.log.LogEntry;
import dev.tidewatch.feed.entity.ImagePolicy;
import dev.tidewatch.feed.entity.Position;
import dev.tidewatch.query.Equality;
import dev.tidewatch.query.Query;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.bson.BsonDocument;
import org.bson.RawBsonDocument;

/**
 * What a reader may see of a feed. Equal views share what is made for them. Immutable and
 * thread-safe.
 */
public sealed interface View permits WholeView, RestrictedView {

  /** Everything. */
  View ALL = new WholeView();

  /**
   * What some grants show together, as pairs: a field of a document is visible if a grant shows
   * this field and matches this document. Nothing if there is no grant.
   */
  static View of(Collection<Grant> grants) {
    return grants.contains(Grant.ALL) ? ALL : new RestrictedView(grants);
  }

  /**
   * This view, narrowed to the documents that a reader asks for.
   *
   * @param where decides on the visible part of a document, so that an answer tells nothing of what
   *     is hidden; {@link Query#ALL} for all
   * @throws IllegalStateException if the view is narrowed already
   */
  View narrow(Query where);

  /**
   * Which documents the reader asks for, if the documents themselves decide; {@link Query#ALL} for
   * all, and if only their visible parts tell.
   */
  Query asked();

  /** Whether some document shows this field with everything below it. */
  boolean shows(String path);

  /**
   * What may be seen of an entry. Never changes the entry, because other readers have it too.
   *
   * @param changes takes apart what is a change, for all views together
   * @return null if nothing; the entry itself if all of it; else another one. A gap of reason
   *     {@code NO_IMAGE} if this cannot be decided
   */
  LogEntry see(LogEntry entry, ChangeReader changes);

  /**
   * As above, for this view alone.
   *
   * @param images which documents the entry may carry
   */
  default LogEntry see(LogEntry entry, ImagePolicy images) {
    return see(entry, new ChangeReader(images));
  }

  /**
   * What a change that is seen has: of each set, one of its {@link DecidingDocuments} has at least
   * one equality. Without any if that cannot be said. Changes whose documents are missing may be
   * seen all the same.
   */
  List<Set<Equality>> equalities();

  /** Whether the document key does not decide alone what is seen of a change of one document. */
  boolean needsImages();

  /**
   * What may be seen of a document that is there now.
   *
   * @return null if nothing; the document itself if all of it
   */
  RawBsonDocument show(RawBsonDocument document);

  /**
   * A query that matches at least the documents that may be seen, in MongoDB as here, unless a
   * collation compares strings in another way.
   */
  BsonDocument candidates();

  /** Whether something may be hidden, so that a position must not hold a document key. */
  boolean isRestricted();

  /** A position to give away in place of one, whose event may be hidden. */
  default Position reveal(Position position) {
    return isRestricted() ? position.withoutKey() : position;
  }
}
