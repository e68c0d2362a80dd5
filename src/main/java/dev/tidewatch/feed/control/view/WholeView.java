package dev.tidewatch.feed.control.view;

import dev.tidewatch.feed.control.log.LogEntry;
import dev.tidewatch.feed.entity.Change;
import dev.tidewatch.feed.entity.ImagePolicy;
import dev.tidewatch.query.Equality;
import dev.tidewatch.query.Query;
import java.util.List;
import java.util.Set;
import org.bson.BsonDocument;
import org.bson.RawBsonDocument;

/** Everything, except documents that the stream carries only to decide what others may see. */
final class WholeView implements View {

  private static final String AFTER = "fullDocument";
  private static final String BEFORE = "fullDocumentBeforeChange";

  @Override
  public LogEntry see(LogEntry entry, ChangeReader changes) {
    ImagePolicy images = changes.images();
    if (!images.hides() || !(entry.content() instanceof Change change)) {
      return entry;
    }
    boolean hidesAfter = !images.sendsAfter() && change.operationType().equals("update");
    BsonDocument shown =
        RawDocuments.fields(
            change.document(),
            name ->
                !(name.equals(AFTER) && hidesAfter)
                    && !(name.equals(BEFORE) && !images.sendsBefore()));
    return new LogEntry(new Change(change.position(), RawDocuments.of(shown)));
  }

  @Override
  public View narrow(Query where) {
    return where.equals(Query.ALL) ? this : new RestrictedView(List.of(Grant.ALL), where);
  }

  @Override
  public Query asked() {
    return Query.ALL;
  }

  @Override
  public boolean shows(String path) {
    return true;
  }

  @Override
  public List<Set<Equality>> equalities() {
    return List.of();
  }

  @Override
  public boolean needsImages() {
    return false;
  }

  @Override
  public RawBsonDocument show(RawBsonDocument document) {
    return document;
  }

  @Override
  public BsonDocument candidates() {
    return new BsonDocument();
  }

  @Override
  public boolean isRestricted() {
    return false;
  }
}
