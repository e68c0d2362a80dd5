package dev.tidewatch.testing.clients;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The form of {@code /compose} as a browser sends it. */
public final class ComposeForm {

  private static final Pattern HIDDEN = Pattern.compile("<input type=\"hidden\"[^>]*>");

  private ComposeForm() {}

  /** The fields of a page's form, without the message. */
  public static String fields(String page) {
    return HIDDEN
            .matcher(page)
            .results()
            .map(
                input -> attribute(input.group(), "name") + "=" + attribute(input.group(), "value"))
            .collect(Collectors.joining("&"))
        + "&send=Send";
  }

  private static String attribute(String input, String name) {
    Matcher value = Pattern.compile(" " + name + "=\"([^\"]*)\"").matcher(input);
    return value.find() ? URLEncoder.encode(value.group(1), StandardCharsets.UTF_8) : "";
  }
}
