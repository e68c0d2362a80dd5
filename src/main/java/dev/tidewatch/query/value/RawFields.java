package dev.tidewatch.query.value;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A cursor over the fields of a document, or the elements of an array, in their order. Fields of
 * equal names are all there.
 */
public final class RawFields {

  private final byte[] bytes;
  private final int end;
  private int next;
  private int type;
  private int nameStart;
  private int nameEnd;

  /** Before the first field. */
  public RawFields(RawValue container) {
    bytes = container.bytes();
    next = container.start() + 4;
    // without the zero byte
    end = container.end() - 1;
  }

  /** Moves to the next field; false if there is none. */
  public boolean next() {
    if (next >= end) {
      return false;
    }
    type = bytes[next];
    nameStart = next + 1;
    int valueStart = RawValue.end(bytes, nameStart);
    nameEnd = valueStart - 1;
    next = valueStart + RawValue.size(bytes, type, valueStart);
    if (type == BsonTypes.MISSING || next > end) {
      throw new IndexOutOfBoundsException("A field ends after its document");
    }
    return true;
  }

  /** Whether the field has that name in UTF-8. */
  public boolean isNamed(byte[] name) {
    return Arrays.equals(bytes, nameStart, nameEnd, name, 0, name.length);
  }

  /** The field's name; an array's elements have their indexes. */
  public String name() {
    return new String(bytes, nameStart, nameEnd - nameStart, StandardCharsets.UTF_8);
  }

  /** The field's value. */
  public RawValue value() {
    return new RawValue(bytes, type, nameEnd + 1);
  }

  /** The order of the names by their bytes. */
  public int compareName(RawFields other) {
    return Arrays.compareUnsigned(
        bytes, nameStart, nameEnd, other.bytes, other.nameStart, other.nameEnd);
  }
}
