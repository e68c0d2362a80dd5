package dev.tidewatch.feed.boundary;

import dev.tidewatch.feed.control.filter.BadParameterException;
import dev.tidewatch.feed.entity.CloseReason;
import dev.tidewatch.feed.entity.JsonForm;
import java.util.List;

/** {@code json}: the form of Extended JSON that a reader gets changes in. */
public final class JsonParameter {

  private static final String NAME = "json";

  private JsonParameter() {}

  /**
   * The form; relaxed if the parameter is missing.
   *
   * @param values all values of the parameter; an empty one counts as missing
   * @throws BadParameterException if it is anything else
   */
  static JsonForm parse(List<String> values) {
    List<String> given = values.stream().filter(value -> !value.isEmpty()).toList();
    if (given.isEmpty()) {
      return JsonForm.RELAXED;
    }
    for (JsonForm form : JsonForm.values()) {
      if (given.equals(List.of(form.text()))) {
        return form;
      }
    }
    throw bad("The parameter json must be relaxed or canonical.");
  }

  /** Refuses another form than the relaxed one where there is no other. */
  public static void needRelaxed(JsonForm form, String where) {
    if (form != JsonForm.RELAXED) {
      throw bad("The parameter json must be relaxed, because %s no other form.".formatted(where));
    }
  }

  private static BadParameterException bad(String detail) {
    return new BadParameterException(CloseReason.BAD_JSON, NAME, detail);
  }
}
