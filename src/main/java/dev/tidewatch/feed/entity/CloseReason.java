package dev.tidewatch.feed.entity;

/** Why the server closes a connection, as a WebSocket close code, and what the client should do. */
public enum CloseReason {
  /** The reader has had everything that it asked for. */
  COMPLETE(1000, "everything was sent"),
  /** The server stops or the application is undeployed: reconnect with the last id. */
  GOING_AWAY(1001, "the server stops: come back with the last id"),
  /** There is no such feed: connect to another. */
  UNKNOWN_FEED(1008, "there is no feed of that name"),
  /** The position was never one of this stream: reconnect without it. */
  BAD_POSITION(1008, "after is not a position of this feed: connect without it"),
  /** {@code from} is not a moment in the past, or comes with {@code after}. */
  BAD_MOMENT(
      1008,
      "from must be an instant such as 2026-11-27T14:05:00Z, or -10m, -2h, -30s, -1d; in the past, without after"),
  /** {@code to} is not a moment after {@code from}. */
  BAD_END(1008, "to must be an instant such as 2026-11-27T14:05:00Z, or -10m; after from"),
  /** {@code json} is neither of the two forms, or not available here; an HTTP answer says why. */
  BAD_JSON(
      1008, "json must be relaxed or canonical; documents and /socket have relaxed JSON alone"),
  /** {@code batch} is not a valid number of bytes. */
  BAD_BATCH(1008, "batch must be a whole number of bytes from 1024 to 262144"),
  /** {@code key} starts as Extended JSON and is invalid. */
  BAD_KEY(1008, "key starts with { and must be an _id in Extended JSON"),
  /** {@code ns}, {@code op} or {@code changed} starts as a JSON string and is invalid. */
  BAD_NAME(1008, "ns, op and changed must be JSON strings where they start with a quote"),
  /** {@code op} is not an operation type of a change stream; an HTTP answer lists all types. */
  BAD_OPERATION(
      1008,
      "op must be insert, update, replace, delete, drop, rename, dropDatabase, invalidate, or of an expanded event"),
  /** {@code where} is no query, or cannot be decided on this feed; an HTTP answer says why. */
  BAD_WHERE(
      1008,
      "where must be a query on fields that you may see; on a feed without images on _id alone"),
  /** {@code changed} names no field, or one that is hidden; an HTTP answer names it. */
  BAD_FIELD(1008, "changed must name fields that you may see, such as status or items.qty"),
  /** {@code text} comes twice or is too long. */
  BAD_TEXT(1008, "text must be one text of at most 100 characters"),
  /** {@code key}, {@code ns}, {@code op} or {@code changed} comes too often or is too long. */
  TOO_LONG_FILTER(1008, "key, ns, op and changed take 100 values each, of 4096 bytes each"),
  /** {@code documents} is invalid, or cannot be combined with another parameter. */
  BAD_DOCUMENTS(
      1008,
      "documents=true takes one collection of this feed, and no after, from, op, key, changed"),
  /** The feed's pipeline decides what readers get: no documents, connect without them. */
  NO_DOCUMENTS(1008, "a feed with a pipeline has no documents: connect without documents=true"),
  /** A view or a time series has no changes: connect to a collection. */
  NO_COLLECTION(1008, "ns is a view or a time series, which has no changes: name a collection"),
  /** The database has no snapshots: connect without documents. */
  NO_MOMENTS(1008, "documents need MongoDB 5.0 or newer: connect without documents=true"),
  /** The collection exceeds a bound: ask for fewer documents. */
  TOO_MANY_DOCUMENTS(
      1008, "more documents than tidewatch.documents.* allow: ask for fewer of them"),
  /** The client sent more than allowed: it should send nothing. */
  TOO_BIG(1009, "the client sent more than 1024 bytes: it has nothing to send"),
  /** An internal error: reconnect with the last id. */
  FAILED(1011, "an internal error: come back with the last id"),
  /** The client read nothing for too long: reconnect with the last id, nothing is lost. */
  STALLED(1013, "nothing was read for too long: come back with the last id"),
  /** The client did not take the documents in time: begin again later. */
  SLOW_DOCUMENTS(1013, "the documents took longer than tidewatch.documents.seconds: begin again"),
  /** The session limit is reached: reconnect later. */
  TOO_MANY(1013, "too many sessions: come back later"),
  /** The session limit of the client's address is reached: reconnect later. */
  TOO_MANY_FROM_ADDRESS(1013, "too many sessions from this address: come back later"),
  /** The session limit of the caller is reached: reconnect later. */
  TOO_MANY_FROM_CALLER(1013, "too many sessions of this caller: come back later"),
  /** The caller's token or login has expired: reconnect with a new one and the last id. */
  EXPIRED(3000, "the token has expired: come back with a new one and the last id"),
  /** An operator has ended the caller's sessions: do not reconnect. */
  DISCONNECTED(3003, "an operator has ended the sessions of this caller: do not come back"),
  /** The caller may not read the feed: do not reconnect. */
  FORBIDDEN(3003, "the roles of this caller do not allow this feed: do not come back");

  private final int code;
  private final String text;

  CloseReason(int code, String text) {
    this.code = code;
    this.text = text;
  }

  /** The close code of RFC 6455 and its registry at IANA. */
  public int code() {
    return code;
  }

  /** The text of the close frame: at most 123 bytes of UTF-8. */
  public String text() {
    return text;
  }
}
