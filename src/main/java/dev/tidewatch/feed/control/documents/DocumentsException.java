package dev.tidewatch.feed.control.documents;

/** Documents cannot be read, and a retry is useless. */
public final class DocumentsException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final Trouble trouble;

  /** Why documents cannot be read. */
  public enum Trouble {
    /** MongoDB no longer knows the collection as it was at the moment. */
    TOO_OLD,
    /** The name is that of a view or a time series, whose changes cannot be watched. */
    NO_COLLECTION,
    /** The database cannot read a moment: MongoDB before 5.0. */
    NO_MOMENTS,
    /** MongoDB refuses the read, or the server stops. */
    FAILED
  }

  /** A failure with its cause, which may be null. */
  public DocumentsException(Trouble trouble, Throwable cause) {
    super(trouble.name(), cause, false, false);
    this.trouble = trouble;
  }

  public Trouble trouble() {
    return trouble;
  }
}
