package dev.tidewatch.feed.control.encoding;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A growing byte array that throws no checked exceptions. */
public final class ByteBuilder extends ByteArrayOutputStream {

  public ByteBuilder(int size) {
    super(size);
  }

  /** All parts in one array; the part itself if there is only one. */
  public static byte[] join(List<byte[]> parts) {
    if (parts.size() == 1) {
      return parts.get(0);
    }
    byte[] joined = new byte[parts.stream().mapToInt(part -> part.length).sum()];
    int end = 0;
    for (byte[] part : parts) {
      System.arraycopy(part, 0, joined, end, part.length);
      end += part.length;
    }
    return joined;
  }

  /** How many bytes a text has in UTF-8. */
  public static int count(String text) {
    int bytes = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      // each half of a surrogate pair stands for two of its four bytes
      bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
    }
    return bytes;
  }

  public ByteBuilder add(byte[] bytes) {
    write(bytes, 0, bytes.length);
    return this;
  }

  /** Adds a JSON array of values in JSON. */
  public ByteBuilder array(List<byte[]> values) {
    write('[');
    for (int i = 0; i < values.size(); i++) {
      if (i > 0) {
        write(',');
      }
      add(values.get(i));
    }
    write(']');
    return this;
  }

  public ByteBuilder add(String text) {
    return add(text.getBytes(StandardCharsets.UTF_8));
  }
}
