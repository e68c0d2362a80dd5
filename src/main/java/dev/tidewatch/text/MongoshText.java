package dev.tidewatch.text;

import org.bson.BsonBinaryReader;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;
import org.bson.io.ByteBufferBsonInput;

/**
 * A document as mongosh prints it: unquoted names, short values on one line, long ones as an
 * indented block. A text that is not cut can be pasted into mongosh.
 */
public final class MongoshText {

  /** The end of a value that is cut. */
  private static final String ELLIPSIS = "…";

  private static final BsonDocumentCodec CODEC = new BsonDocumentCodec();

  private MongoshText() {}

  /**
   * The beginning of a document, or all of it.
   *
   * @param text at most the requested length
   * @param cut whether the document is longer
   */
  public record Beginning(String text, boolean cut) {}

  /** The whole document; its fields always on lines of their own. */
  public static String print(BsonDocument document) {
    return begin(raw(document), null, Integer.MAX_VALUE).text();
  }

  /**
   * As above, up to a limit. Nothing is read or built beyond the limit, because the indentation of
   * a deep array can make its text 46 times as long as its BSON.
   *
   * @param without a field of the document to omit; null for none
   * @param most characters, at least 0
   */
  public static Beginning begin(RawBsonDocument document, String without, int most) {
    MongoshPrinter printer = new MongoshPrinter(reader(document), most);
    boolean whole = printer.document(without);
    return new Beginning(printer.text(), !whole);
  }

  /** One value, on one line if it is short. */
  public static String print(BsonValue value) {
    return print(value, Integer.MAX_VALUE);
  }

  /**
   * As above; a longer value ends with an ellipsis.
   *
   * @param most characters before the ellipsis, at least 0
   */
  public static String print(BsonValue value, int most) {
    if (!isNested(value)) {
      String text = MongoshScalar.print(value);
      return text.length() <= most ? text : text.substring(0, most) + ELLIPSIS;
    }
    MongoshPrinter printer = new MongoshPrinter(reader(raw(new BsonDocument("", value))), most);
    boolean whole = printer.onlyValue();
    return whole ? printer.text() : printer.text() + ELLIPSIS;
  }

  private static boolean isNested(BsonValue value) {
    return value.isDocument() || value.isArray() || value.isJavaScriptWithScope();
  }

  private static RawBsonDocument raw(BsonDocument document) {
    return document instanceof RawBsonDocument raw ? raw : new RawBsonDocument(document, CODEC);
  }

  private static BsonBinaryReader reader(RawBsonDocument document) {
    return new BsonBinaryReader(new ByteBufferBsonInput(document.getByteBuffer()));
  }
}
