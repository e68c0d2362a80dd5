package dev.tidewatch.development.documents;

import de.bwaldvogel.mongo.bson.Document;

/** A collection by its full name. A collection's own name may hold dots, a database's may not. */
public record Namespace(String database, String collection) {

  /** Reads {@code database.collection}. */
  public static Namespace parse(String fullName) {
    int dot = fullName.indexOf('.');
    if (dot <= 0 || dot == fullName.length() - 1) {
      throw new CommandError(73, "InvalidNamespace", "Invalid namespace specified: " + fullName);
    }
    return new Namespace(fullName.substring(0, dot), fullName.substring(dot + 1));
  }

  /** Whether it belongs to the server itself: not recorded, and not to be watched. */
  public boolean internal() {
    return internalDatabase(database) || collection.startsWith("system.");
  }

  public static boolean internalDatabase(String database) {
    return database.equals("admin") || database.equals("config") || database.equals("local");
  }

  /** As change events write it. */
  public Document toDocument() {
    return new Document("db", database).append("coll", collection);
  }

  @Override
  public String toString() {
    return database + "." + collection;
  }
}
