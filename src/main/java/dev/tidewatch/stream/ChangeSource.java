package dev.tidewatch.stream;

import java.util.Optional;
import org.bson.BsonDocument;
import org.bson.RawBsonDocument;

/**
 * What the asynchronous streams need from a {@link ChangeStream}, so that they can be tested
 * without a database. One thread at a time; {@link #close} and {@link #isAlive} may be called from
 * any.
 */
interface ChangeSource {

  void open();

  Optional<RawBsonDocument> tryNext();

  boolean isAlive();

  BsonDocument resumeToken();

  void close();
}
