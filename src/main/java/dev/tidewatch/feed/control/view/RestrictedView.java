package dev.tidewatch.feed.control.view;

import dev.tidewatch.feed.control.log.LogEntry;
import dev.tidewatch.feed.entity.Change;
import dev.tidewatch.feed.entity.Gap;
import dev.tidewatch.feed.entity.Position;
import dev.tidewatch.query.Equality;
import dev.tidewatch.query.Query;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;

/**
 * What some grants show together, of the documents that the reader asks for. It shows changes of
 * documents, and what concerns whole collections; no other event. Of an event it shows only the
 * fields that are known here, unless every document may be seen.
 *
 * <pre>
 *   before    after     is seen as
 *   visible   visible   the change; with "enter" and the whole document if other fields are visible now
 *   hidden    visible   the change with "enter" and the whole document
 *   visible   hidden    "leave", as a delete
 *   hidden    hidden    nothing
 * </pre>
 */
public final class RestrictedView implements View {

  private static final Logger LOG = Logger.getLogger(RestrictedView.class.getName());

  private final Set<Grant> grants;
  // those that need no image first
  private final List<Grant> inOrder;
  private final Query where;
  private final boolean narrowed;
  private final boolean seesOthers;
  private final int hash;

  /** A view of several grants; without any it shows nothing. */
  public RestrictedView(Collection<Grant> grants) {
    this(grants, Query.ALL);
  }

  /**
   * A view of several grants, narrowed.
   *
   * @param where which documents are asked for, by their visible parts
   */
  RestrictedView(Collection<Grant> grants, Query where) {
    this.grants = Set.copyOf(grants);
    this.inOrder =
        this.grants.stream().sorted(Comparator.comparing(g -> !g.needsNoImage())).toList();
    this.where = where;
    this.narrowed = !where.equals(Query.ALL);
    this.seesOthers = this.grants.contains(Grant.ALL);
    this.hash = 31 * this.grants.hashCode() + where.hashCode();
  }

  @Override
  public View narrow(Query asked) {
    if (narrowed) {
      throw new IllegalStateException("narrowed already");
    }
    return asked.equals(Query.ALL) ? this : new RestrictedView(grants, asked);
  }

  @Override
  public Query asked() {
    return where.isOnIdAlone() || seesWholes() ? where : Query.ALL;
  }

  /** Whether every document that is visible is visible as a whole. */
  private boolean seesWholes() {
    return grants.stream().allMatch(grant -> grant.fields().isAll());
  }

  @Override
  public boolean shows(String path) {
    return grants.stream().anyMatch(grant -> grant.fields().shows(path));
  }

  @Override
  public List<Set<Equality>> equalities() {
    boolean all = seesWholes();
    return Stream.concat(
            Query.equalitiesOfAny(inOrder.stream().map(Grant::rows).toList()).stream(),
            where.equalities().stream()
                // a visible part may have what the document does not
                .filter(any -> all || any.stream().allMatch(Equality::isOfEveryWhole)))
        .toList();
  }

  @Override
  public boolean needsImages() {
    return !where.isOnIdAlone() || !inOrder.stream().allMatch(Grant::needsNoImage);
  }

  @Override
  public boolean isRestricted() {
    return true;
  }

  @Override
  public LogEntry see(LogEntry entry, ChangeReader changes) {
    try {
      if (entry.content() instanceof Change change) {
        return grants.isEmpty() ? null : see(entry, change, changes);
      }
      return see(entry, (Gap) entry.content());
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      // no text of the exception, which may hold a value
      LOG.log(
          Level.SEVERE,
          "what may be seen of the change at {0} could not be decided: {1}",
          new Object[] {entry.position().withoutKey().id(), e.getClass().getName()});
      return gap(Gap.Reason.UNREADABLE, entry.position());
    }
  }

  private LogEntry see(LogEntry entry, Change change, ChangeReader changes) {
    ChangeParts parts = changes.parts(entry, change);
    ChangeCut cut = new ChangeCut(change, parts, changes.images(), seesOthers);
    return switch (parts.operation()) {
      case "insert", "update", "replace", "delete" ->
          switch (cut.see(this::visible)) {
            case HIDDEN -> null;
            case UNDECIDED -> gap(Gap.Reason.NO_IMAGE, change.position());
            case SEEN -> cut.isWhole() ? entry : new LogEntry(cut.change());
          };
      case "drop", "dropDatabase", "rename", "invalidate" -> new LogEntry(cut.reset());
      default -> null;
    };
  }

  /** A gap concerns every reader, but its positions may hold document keys. */
  private static LogEntry see(LogEntry entry, Gap gap) {
    Position after = keyless(gap.after());
    Position position = keyless(gap.position());
    return after == gap.after() && position == gap.position()
        ? entry
        : new LogEntry(new Gap(gap.reason(), after, position));
  }

  private static Position keyless(Position position) {
    return position.holdsKey() ? position.cut() : position;
  }

  private static LogEntry gap(Gap.Reason reason, Position position) {
    return new LogEntry(new Gap(reason, position.withoutKey(), keyless(position)));
  }

  @Override
  public RawBsonDocument show(RawBsonDocument document) {
    try {
      if (!UniqueFields.has(document)) {
        // a query would read one of them, a client perhaps the other
        return null;
      }
      FieldMask fields = visible(document.get("_id"), document).fields();
      return fields == null ? null : fields.cut(document);
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      LOG.log(
          Level.SEVERE,
          "what may be seen of a document could not be decided: {0}",
          e.getClass().getName());
      return null;
    }
  }

  @Override
  public BsonDocument candidates() {
    List<BsonDocument> rows = inOrder.stream().map(grant -> grant.rows().toBson()).toList();
    if (rows.isEmpty()) {
      return Query.NONE.toBson();
    }
    BsonDocument granted =
        rows.size() == 1 ? rows.get(0) : new BsonDocument("$or", new BsonArray(rows));
    BsonDocument asked = asked().toBson();
    if (asked.isEmpty()) {
      return granted;
    }
    return granted.isEmpty()
        ? asked
        : new BsonDocument("$and", new BsonArray(List.of(granted, asked)));
  }

  /**
   * The fields that are visible of a document that the reader asks for.
   *
   * @param id its {@code _id}; null if unknown
   * @param document the document; null if unknown
   */
  private Visibility visible(BsonValue id, RawBsonDocument document) {
    Visibility granted = granted(id, document);
    if (!granted.isVisible() || !narrowed) {
      return granted;
    }
    BsonDocument known =
        where.isOnIdAlone() && id != null
            ? new BsonDocument("_id", id)
            : document == null ? null : granted.fields().cut(document);
    if (known == null) {
      return Visibility.UNKNOWN;
    }
    return where.matches(known) ? granted : Visibility.NONE;
  }

  /**
   * The fields that the grants show of a document.
   *
   * @param id its {@code _id}; null if unknown
   * @param document the document; null if unknown
   */
  private Visibility granted(BsonValue id, BsonDocument document) {
    FieldMask fields = null;
    for (Grant grant : inOrder) {
      BsonDocument known =
          grant.needsNoImage() && id != null ? new BsonDocument("_id", id) : document;
      if (known == null && !grant.rows().paths().isEmpty()) {
        return Visibility.UNKNOWN;
      }
      if (grant.rows().matches(known == null ? new BsonDocument() : known)) {
        fields = fields == null ? grant.fields() : fields.and(grant.fields());
        if (fields.isAll()) {
          break;
        }
      }
    }
    return fields == null ? Visibility.NONE : new Visibility(true, fields);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RestrictedView view
        && hash == view.hash
        && grants.equals(view.grants)
        && where.equals(view.where);
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return "View" + grants + (narrowed ? " where " + where : "");
  }
}
