package dev.tidewatch.students.boundary;

/** The examples of the API's description. */
final class StudentDocs {

  static final String PROBLEM = "application/problem+json";

  static final String NEW = "{\"name\": \"Jane Doe\", \"course\": \"Physics\", \"gpa\": 3.9}";

  static final String STORED =
      "{\"_id\": \"6b016fb3e85fd45d0e9c500d\", \"name\": \"Jane Doe\", \"course\": \"Physics\","
          + " \"gpa\": 3.9}";

  static final String LIST = "{\"students\": [" + STORED + "]}";

  static final String CHANGE = "{\"gpa\": 4.0}";

  static final String INVALID =
      "{\"type\": \"about:blank\", \"title\": \"Bad Request\", \"status\": 400,"
          + " \"detail\": \"The key \\\"$set\\\" starts with $, which MongoDB keeps for itself."
          + " See line 1, column 8.\", \"line\": 1, \"column\": 8}";

  static final String AWAY =
      "{\"type\": \"about:blank\", \"title\": \"Service Unavailable\", \"status\": 503,"
          + " \"detail\": \"The database cannot be reached, or does not answer in time. Try again soon.\"}";

  private StudentDocs() {}
}
