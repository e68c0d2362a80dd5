package dev.tidewatch.metrics.control;

import dev.tidewatch.feed.control.admission.SessionLimiter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/** The number of sessions, and its limit. */
final class SessionMetrics {

  private final SessionLimiter limiter;
  private final MeterRegistry registry;

  SessionMetrics(SessionLimiter limiter, MeterRegistry registry) {
    this.limiter = limiter;
    this.registry = registry;
  }

  void bind() {
    Gauge.builder("tidewatch.sessions", limiter, SessionLimiter::open)
        .description("Sessions that are served now, of every feed and protocol")
        .register(registry);
    Gauge.builder("tidewatch.sessions.limit", limiter, SessionLimiter::limit)
        .description("The most sessions that are served at once: tidewatch.sessions.max")
        .register(registry);
  }
}
