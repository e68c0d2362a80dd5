package dev.tidewatch.access.entity;

/** What a caller may do, apart from feeds, which have rules of their own. */
public enum Right {
  /** To be known at all. */
  KNOWN,
  READ_STUDENTS,
  WRITE_STUDENTS,
  READ_MESSAGES,
  WRITE_MESSAGES,
  /** The metrics, and what an operator wants to know of the server. */
  READ_METRICS
}
