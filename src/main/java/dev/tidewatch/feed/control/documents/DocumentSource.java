package dev.tidewatch.feed.control.documents;

import dev.tidewatch.feed.entity.Namespace;

/**
 * Where documents come from. Its calls block; they throw {@link DocumentsException} if a retry is
 * useless, and anything else if a retry may succeed. Thread-safe.
 */
public interface DocumentSource {

  /** The present moment of a collection, which need not exist. */
  Snapshot take(Namespace collection);

  /** Reads a page, and leaves nothing open in the database. */
  DocumentPage read(PageKey key);
}
