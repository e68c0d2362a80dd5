package dev.tidewatch.metrics.control;

import dev.tidewatch.access.control.Audit;
import dev.tidewatch.access.control.Entrance;
import dev.tidewatch.access.control.Outcome;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;

/** What the audit counts. */
final class AccessMetrics {

  private final Audit audit;
  private final MeterRegistry registry;

  AccessMetrics(Audit audit, MeterRegistry registry) {
    this.audit = audit;
    this.registry = registry;
  }

  void bind() {
    for (Entrance entrance : Entrance.values()) {
      for (Outcome outcome : Outcome.values()) {
        FunctionCounter.builder("tidewatch.access", audit, a -> a.total(entrance, outcome))
            .description("Sessions that began, and requests that were refused")
            .tags("entrance", entrance.text(), "outcome", outcome.text())
            .register(registry);
      }
    }
  }
}
