package dev.tidewatch.feed.control.view;

import dev.tidewatch.feed.entity.Position;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The unique texts of {@link RandomDocuments} in what a reader gets. */
public final class Canaries {

  private static final Pattern CANARY = Pattern.compile("[VFI]\\d+x");

  private Canaries() {}

  /** Those in a text. */
  public static Set<String> in(String text) {
    Set<String> found = new HashSet<>();
    for (Matcher matcher = CANARY.matcher(text); matcher.find(); ) {
      found.add(matcher.group());
    }
    return found;
  }

  /** The bytes of a position, of which a document key is a part. */
  public static String decoded(Position position) {
    String data = position.data();
    String bits = position.typeBits();
    return new String(
            HexFormat.of().parseHex(data.substring(0, data.length() / 2 * 2)),
            StandardCharsets.ISO_8859_1)
        + bits;
  }
}
