package dev.tidewatch.query;

import dev.tidewatch.query.value.BsonTypes;
import dev.tidewatch.query.value.RawValue;
import java.util.function.LongConsumer;
import org.bson.BsonDocument;

/**
 * The values that documents have at one path, as the {@linkplain Equality#number numbers} of their
 * equalities. Immutable and thread-safe.
 */
public final class FieldValues {

  private final FieldPath path;

  /** The values at a path of an {@link Equality}. */
  public FieldValues(String path) {
    this.path = FieldPath.parse(path);
  }

  /**
   * Visits the number of every equality at this path that the document has; also of others. Null
   * and missing fields have none.
   *
   * @throws IndexOutOfBoundsException if the bytes of the document are not BSON
   */
  public void visit(BsonDocument document, LongConsumer visitor) {
    path.anyIn(RawValue.of(document), new Visit(path.text(), visitor));
  }

  /**
   * Sees each value that a comparison with the field would see, in the same places, because it is
   * asked instead of one that fails.
   */
  record Visit(String path, LongConsumer visitor) implements ValueTest.OfOne {

    @Override
    public boolean matches(RawValue value) {
      switch (value.type()) {
        case BsonTypes.MISSING, BsonTypes.UNDEFINED, BsonTypes.NULL -> {
          // equal to a field that is not there, so never looked for
        }
        default -> visitor.accept(Equality.number(path, value));
      }
      return false;
    }
  }
}
