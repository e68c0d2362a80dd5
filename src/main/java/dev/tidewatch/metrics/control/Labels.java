package dev.tidewatch.metrics.control;

import java.util.Locale;

/** Constants as label values. */
final class Labels {

  private Labels() {}

  /** In lower case, with dashes. */
  static String of(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
