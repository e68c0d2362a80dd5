package dev.tidewatch.feed.control.source;

/** An error of a change stream whose kind is known. */
public final class StreamException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient StreamFailure failure;

  StreamException(StreamFailure failure, Throwable cause) {
    super(failure.kind().name(), cause);
    this.failure = failure;
  }

  StreamException(StreamFailure.Kind kind, Throwable cause) {
    this(new StreamFailure(kind, StreamFailure.of(cause, true).detail()), cause);
  }

  StreamFailure failure() {
    return failure;
  }
}
