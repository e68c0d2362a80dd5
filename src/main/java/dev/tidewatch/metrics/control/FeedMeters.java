package dev.tidewatch.metrics.control;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Meters with the label {@code feed}. The numbers are kept by the feed; this class holds only
 * names.
 */
final class FeedMeters {

  private static final double NANOS = TimeUnit.SECONDS.toNanos(1);

  private final MeterRegistry registry;
  private final Tags feed;
  private final Map<String, Meter> optional = new HashMap<>();

  FeedMeters(String feed, MeterRegistry registry) {
    this.registry = registry;
    this.feed = Tags.of("feed", feed);
  }

  /**
   * Registers a number that only grows.
   *
   * @param labels names and values in turn
   */
  void counter(String name, String help, LongSupplier count, String... labels) {
    // the registry holds only this object weakly, which lives as long as the registry
    FunctionCounter.builder(name, this, meters -> count.getAsLong())
        .description(help)
        .tags(feed.and(labels))
        .register(registry);
  }

  /** Registers a number that rises and falls. */
  void gauge(String name, String help, LongSupplier value, String... labels) {
    Gauge.builder(name, value::getAsLong)
        .description(help)
        .tags(feed.and(labels))
        .register(registry);
  }

  /**
   * Registers a time in seconds that is absent while unknown; must be called again at each scrape.
   */
  void secondsIfKnown(String name, String help, Supplier<Optional<Duration>> value) {
    Meter registered = optional.get(name);
    if (value.get().isPresent() && registered == null) {
      optional.put(
          name,
          Gauge.builder(name, () -> value.get().map(Duration::toNanos).orElse(0L) / NANOS)
              .description(help)
              .tags(feed)
              .register(registry));
    } else if (value.get().isEmpty() && registered != null) {
      registry.remove(registered);
      optional.remove(name);
    }
  }
}
