package dev.tidewatch.feed.control.format;

import dev.tidewatch.feed.entity.Position;
import java.util.List;

/**
 * A protocol that can send the documents of a collection before their changes. Stateless and
 * thread-safe.
 */
public interface DocumentsFormat extends WireFormat {

  /** One message of all these documents, at least one, each in relaxed Extended JSON. */
  OutboundMessage documents(List<byte[]> documents);

  /**
   * Everything that was there at a position has been sent.
   *
   * @param count how many documents
   */
  OutboundMessage current(Position position, long count);

  /**
   * What the reader has is void, and the documents are sent again.
   *
   * @param reason a word of lower-case letters and dashes
   */
  OutboundMessage reset(String reason);

  /** The heartbeat of a reader that has no position yet. */
  OutboundMessage waiting();

  /**
   * The format of changes that come between documents. Clients that keep the last position by
   * themselves must not get one before {@link #current}.
   */
  default DocumentsFormat beforeCurrent() {
    return this;
  }
}
