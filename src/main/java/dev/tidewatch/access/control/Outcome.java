package dev.tidewatch.access.control;

/** What became of somebody who came in. */
public enum Outcome {
  /** A session of a feed has begun. */
  BEGUN("begun"),
  /** Without a token, or a login. */
  UNKNOWN("unknown"),
  /** With a token that is refused. */
  BAD_TOKEN("bad-token"),
  /** Known, and without the right. */
  FORBIDDEN("forbidden"),
  /** With the right, and refused all the same: a limit, or a parameter. */
  REFUSED("refused"),
  /** Nobody can be known now. */
  UNAVAILABLE("unavailable");

  private final String text;

  Outcome(String text) {
    this.text = text;
  }

  /** The name in metrics and logs. */
  public String text() {
    return text;
  }
}
