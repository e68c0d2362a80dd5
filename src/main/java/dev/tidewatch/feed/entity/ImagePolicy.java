package dev.tidewatch.feed.entity;

/**
 * Which documents a feed's changes carry beside the change itself, and which of them readers get.
 *
 * @param exact whether an update's {@code fullDocument} is the document of that moment; {@code
 *     updateLookup} shows a later one
 * @param sendsAfter whether readers get the {@code fullDocument} of updates
 * @param sendsBefore whether readers get {@code fullDocumentBeforeChange}
 */
public record ImagePolicy(boolean exact, boolean sendsAfter, boolean sendsBefore) {

  /** Readers get what the stream carries, and an update's document may be a later one. */
  public static final ImagePolicy AS_SENT = new ImagePolicy(false, true, true);

  /** Whether the stream carries documents that only decide what may be seen. */
  public boolean hides() {
    return !sendsAfter || !sendsBefore;
  }
}
