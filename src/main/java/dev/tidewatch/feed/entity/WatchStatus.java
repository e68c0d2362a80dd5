package dev.tidewatch.feed.entity;

import java.util.Objects;
import java.util.Optional;

/**
 * The state of a watch.
 *
 * @param state whether changes arrive
 * @param cause one sentence for people: what is wrong and the remedy; null while live
 * @param away whether MongoDB cannot be reached or does not answer
 */
public record WatchStatus(State state, String cause, boolean away) {

  /** Whether changes arrive. */
  public enum State {
    /** The stream is open. */
    LIVE,
    /** The stream is down and is being reopened. */
    RECONNECTING,
    /** An operator paused it; it resumes where it was. */
    PAUSED,
    /** It cannot be opened until an operator changes something. */
    STOPPED;

    /** The name that clients get. */
    public String text() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  public WatchStatus {
    Objects.requireNonNull(state, "state");
  }

  /** Before the first attempt. */
  public static final WatchStatus NOT_BEGUN =
      new WatchStatus(State.RECONNECTING, "The watch has not begun yet.", false);

  public static final WatchStatus LIVE = new WatchStatus(State.LIVE, null, false);

  /** Paused by an operator. */
  public static final WatchStatus PAUSED =
      new WatchStatus(
          State.PAUSED,
          "The watch was paused over JMX; when it is resumed there, it goes on where it was.",
          false);

  /** Down, for a reason. */
  public static WatchStatus reconnecting(String cause) {
    return new WatchStatus(State.RECONNECTING, Objects.requireNonNull(cause, "cause"), false);
  }

  /** Down, because MongoDB cannot be reached or does not answer. */
  public static WatchStatus away(String cause) {
    return new WatchStatus(State.RECONNECTING, Objects.requireNonNull(cause, "cause"), true);
  }

  /** Stopped, for a reason. */
  public static WatchStatus stopped(String cause) {
    return new WatchStatus(State.STOPPED, Objects.requireNonNull(cause, "cause"), false);
  }

  public boolean isLive() {
    return state == State.LIVE;
  }

  /** Why it is not live. */
  public Optional<String> reason() {
    return Optional.ofNullable(cause);
  }
}
