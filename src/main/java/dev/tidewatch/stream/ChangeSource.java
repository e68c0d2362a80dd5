package dev.tidewatch.stream;

import java.util.Optional;
import org.bson.BsonDocument;
import org.bson.RawBsonDocument;

/**
 * What the asynchronous streams need of a {@link ChangeStream}, so that they can be tried without a
 * database. The threads are the stream's: one at a time, {@link #close} and {@link #isAlive} from
 * any.
 */
interface ChangeSource {

  void open();

  Optional<RawBsonDocument> tryNext();

  boolean isAlive();

  BsonDocument resumeToken();

  void close();
}
