package dev.tidewatch.documents;

import dev.tidewatch.json.JsonReader;
import dev.tidewatch.json.JsonWriter;
import dev.tidewatch.problems.ProblemException;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.NotSupportedException;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyReader;
import jakarta.ws.rs.ext.MessageBodyWriter;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import org.bson.BsonDocument;

/**
 * Reads and writes JSON bodies as BSON documents, digit for digit: see {@link JsonReader} and
 * {@link JsonWriter}. The servers' JSON-B would treat a document as a Map.
 */
@Provider
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class BsonDocumentProvider
    implements MessageBodyReader<BsonDocument>, MessageBodyWriter<BsonDocument> {

  /** 1 MiB. */
  public static final int MAX_BYTES = 1 << 20;

  @Override
  public boolean isReadable(
      Class<?> type, Type generic, Annotation[] annotations, MediaType media) {
    return type == BsonDocument.class;
  }

  /**
   * Reads an object; throws ProblemException or InvalidJsonException if the body is invalid. A body
   * without a media type is refused, because pages of other sites can send one without a preflight
   * request.
   */
  @Override
  public BsonDocument readFrom(
      Class<BsonDocument> type,
      Type generic,
      Annotation[] annotations,
      MediaType media,
      MultivaluedMap<String, String> headers,
      InputStream body) {
    if (headers.getFirst(HttpHeaders.CONTENT_TYPE) == null) {
      throw new NotSupportedException();
    }
    byte[] utf8;
    try {
      utf8 = body.readNBytes(MAX_BYTES + 1);
    } catch (IOException e) {
      throw new ProblemException(400, "The body did not arrive completely.");
    }
    if (utf8.length > MAX_BYTES) {
      throw new ProblemException(413, "The body is over 1 MiB (" + MAX_BYTES + " bytes).");
    }
    return JsonReader.read(utf8);
  }

  @Override
  public boolean isWriteable(
      Class<?> type, Type generic, Annotation[] annotations, MediaType media) {
    return BsonDocument.class.isAssignableFrom(type);
  }

  /** Writes the document with its length; RESTEasy would send it in chunks otherwise. */
  @Override
  public void writeTo(
      BsonDocument document,
      Class<?> type,
      Type generic,
      Annotation[] annotations,
      MediaType media,
      MultivaluedMap<String, Object> headers,
      OutputStream body)
      throws IOException {
    byte[] utf8 = JsonWriter.write(document);
    headers.putSingle(HttpHeaders.CONTENT_LENGTH, utf8.length);
    body.write(utf8);
  }
}
