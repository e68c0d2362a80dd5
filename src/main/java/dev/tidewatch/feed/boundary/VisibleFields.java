package dev.tidewatch.feed.boundary;

import dev.tidewatch.feed.control.filter.BadParameterException;
import dev.tidewatch.feed.control.view.View;
import dev.tidewatch.feed.entity.CloseReason;
import java.util.Collection;

/** The fields that a reader may name in its parameters: those that it may see. */
final class VisibleFields {

  private VisibleFields() {}

  /**
   * Refuses hidden fields, although what a reader is sent does not depend on them.
   *
   * @throws BadParameterException names the field
   */
  static void check(String parameter, CloseReason reason, Collection<String> paths, View view) {
    for (String path : paths) {
      if (!view.shows(path) && !view.shows(withoutIndexes(path))) {
        throw new BadParameterException(
            reason,
            parameter,
            "The parameter %s names the field \"%s\", of which you may not see everything."
                .formatted(parameter, path.replaceAll("\\p{C}", "?")));
      }
    }
  }

  /** A number may be the index of an element; a list of visible fields has no indexes. */
  private static String withoutIndexes(String path) {
    return path.replaceAll("\\.\\d+(?=\\.|$)", "");
  }
}
