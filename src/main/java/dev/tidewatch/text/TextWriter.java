package dev.tidewatch.text;

import java.io.Writer;

/** A {@link java.io.StringWriter} for one thread, without a lock for every character. */
final class TextWriter extends Writer {

  private final StringBuilder text = new StringBuilder(512);

  @Override
  public void write(int c) {
    text.append((char) c);
  }

  @Override
  public void write(String string) {
    text.append(string);
  }

  @Override
  public void write(char[] chars, int offset, int length) {
    text.append(chars, offset, length);
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}

  @Override
  public String toString() {
    return text.toString();
  }
}
