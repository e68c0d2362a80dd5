package dev.tidewatch.web;

import dev.tidewatch.text.Html;
import dev.tidewatch.text.Invisible;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;

/**
 * Text of users and of the database as the pages show it: in its stored order, whatever its
 * direction. {@code bidi-text.js} does the same for live changes.
 */
@Named("shown")
@ApplicationScoped
public class ShownText {

  /** HTML of a name, a message or a sentence; empty for null. */
  public String plain(String text) {
    return text == null ? "" : Html.marked(text);
  }

  /** HTML of mongosh notation, or of JSON; empty for null. */
  public String notation(String text) {
    return text == null ? "" : Html.isolated(text);
  }

  /** Text without markup, as for a title; empty for null. */
  public String title(String text) {
    return text == null ? "" : Invisible.escape(text);
  }
}
