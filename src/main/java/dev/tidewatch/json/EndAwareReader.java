package dev.tidewatch.json;

import java.io.IOException;
import java.io.StringReader;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a text and records whether its end was reached, and where the end is. */
final class EndAwareReader extends StringReader {

  private static final Pattern LINE_END = Pattern.compile("\\r\\n|\\r|\\n");

  private final String text;
  private boolean ended;

  EndAwareReader(String text) {
    super(text);
    this.text = text;
  }

  @Override
  public int read() throws IOException {
    int read = super.read();
    ended |= read < 0;
    return read;
  }

  @Override
  public int read(char[] buffer, int offset, int length) throws IOException {
    int read = super.read(buffer, offset, length);
    ended |= read < 0;
    return read;
  }

  /** Whether a read has reached the end. */
  boolean hasEnded() {
    return ended;
  }

  /** The number of the last line, from 1. */
  long lastLine() {
    return 1 + LINE_END.matcher(text).results().count();
  }

  /** The column after the last character, from 1. */
  long columnAfterLast() {
    int begin = 0;
    for (Matcher end = LINE_END.matcher(text); end.find(); ) {
      begin = end.end();
    }
    return text.length() - begin + 1L;
  }
}
