package dev.tidewatch.messages.boundary;

/** The examples of the API's description. */
final class MessageDocs {

  static final String PROBLEM = "application/problem+json";

  static final String NEW = "{\"msg\": \"High water at noon\"}";

  static final String STORED =
      "{\"_id\": {\"$oid\": \"6b016fb3e85fd45d0e9c500d\"}, \"msg\": \"High water at noon\"}";

  static final String LIST = "{\"messages\": [" + STORED + "]}";

  static final String INVALID =
      "{\"type\": \"about:blank\", \"title\": \"Bad Request\", \"status\": 400,"
          + " \"detail\": \"The message is empty: it needs at least one character.\"}";

  static final String AWAY =
      "{\"type\": \"about:blank\", \"title\": \"Service Unavailable\", \"status\": 503,"
          + " \"detail\": \"The database cannot be reached, or does not answer in time. Try again soon.\"}";

  private MessageDocs() {}
}
