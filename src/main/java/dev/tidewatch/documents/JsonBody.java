package dev.tidewatch.documents;

import dev.tidewatch.json.JsonReader;
import dev.tidewatch.problems.ProblemException;
import jakarta.ws.rs.NotSupportedException;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.IOException;
import java.io.InputStream;
import org.bson.BsonDocument;

/** Reads the body of a request, never more of it than is allowed. */
public final class JsonBody {

  /** 1 MiB. */
  public static final int MOST_BYTES = 1 << 20;

  private JsonBody() {}

  /**
   * The object in it; throws ProblemException or InvalidJsonException if there is none. A body that
   * does not say what it is is refused: pages of other sites may send such ones without being asked
   * for.
   */
  public static BsonDocument read(HttpHeaders headers, InputStream body) {
    if (headers.getMediaType() == null) {
      throw new NotSupportedException();
    }
    byte[] utf8;
    try {
      utf8 = body.readNBytes(MOST_BYTES + 1);
    } catch (IOException e) {
      throw new ProblemException(400, "The body did not arrive whole.");
    }
    if (utf8.length > MOST_BYTES) {
      throw new ProblemException(413, "The body is over 1 MiB (" + MOST_BYTES + " bytes).");
    }
    return JsonReader.read(utf8);
  }
}
