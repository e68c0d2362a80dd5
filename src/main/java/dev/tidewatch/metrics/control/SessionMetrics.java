package dev.tidewatch.metrics.control;

import dev.tidewatch.feed.control.Sessions;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/** How many sessions there are, and may be. */
final class SessionMetrics {

  private final Sessions sessions;
  private final MeterRegistry registry;

  SessionMetrics(Sessions sessions, MeterRegistry registry) {
    this.sessions = sessions;
    this.registry = registry;
  }

  void bind() {
    Gauge.builder("tidewatch.sessions", sessions, Sessions::open)
        .description("Sessions that are served now, of every feed and protocol")
        .register(registry);
    Gauge.builder("tidewatch.sessions.limit", sessions, Sessions::limit)
        .description("The most sessions that are served at once: tidewatch.sessions.max")
        .register(registry);
  }
}
