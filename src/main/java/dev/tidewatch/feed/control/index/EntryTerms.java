package dev.tidewatch.feed.control.index;

import dev.tidewatch.feed.control.filter.ComparedValue;
import dev.tidewatch.feed.control.log.LogEntry;
import dev.tidewatch.feed.control.view.ChangeReader;
import dev.tidewatch.feed.control.view.DecidingDocuments;
import dev.tidewatch.feed.entity.Change;
import dev.tidewatch.query.FieldValues;
import java.util.Set;
import java.util.stream.LongStream;
import org.bson.BsonDocument;

/**
 * What an entry holds that readers are listed under. A change of one document concerns those whose
 * terms it has, and if an image is missing, those that need one. Any other entry concerns
 * everybody, and so does one that cannot be read.
 *
 * @param all whether it concerns everybody
 * @param lacksImage whether it concerns everybody whose view needs images
 */
public record EntryTerms(boolean all, boolean lacksImage, long[] terms) {

  /** Concerns everybody. */
  public static final EntryTerms ALL = new EntryTerms(true, true, new long[0]);

  /** The operations that change one document. */
  static final Set<String> OF_ONE_DOCUMENT = Set.of("insert", "update", "replace", "delete");

  /**
   * The terms of an entry, of those that are looked for. On any thread that may use the reader of
   * changes.
   */
  public static EntryTerms of(LogEntry entry, LookedFor lookedFor, ChangeReader changes) {
    try {
      return entry.content() instanceof Change change ? of(entry, change, lookedFor, changes) : ALL;
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      // no BSON; each view finds out by itself what it makes of it
      return ALL;
    }
  }

  private static EntryTerms of(
      LogEntry entry, Change change, LookedFor lookedFor, ChangeReader changes) {
    if (!OF_ONE_DOCUMENT.contains(change.operationType()) || change.documentId().isEmpty()) {
      return ALL;
    }
    LongStream.Builder terms = LongStream.builder();
    terms.add(Terms.operation(change.operationType()));
    change.namespace().map(Terms::namespace).ifPresent(terms::add);
    terms.add(Terms.key(ComparedValue.of(change.documentId().get())));
    if (!lookedFor.documents()) {
      return new EntryTerms(false, false, terms.build().toArray());
    }
    DecidingDocuments documents = DecidingDocuments.of(entry, change, changes);
    if (!documents.haveKey()) {
      return ALL;
    }
    for (BsonDocument document : documents.known()) {
      for (FieldValues values : lookedFor.fields()) {
        values.visit(document, terms);
      }
    }
    return new EntryTerms(false, !documents.areComplete(), terms.build().distinct().toArray());
  }
}
