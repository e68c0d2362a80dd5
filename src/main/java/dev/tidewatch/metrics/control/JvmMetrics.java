package dev.tidewatch.metrics.control;

import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Memory, garbage collection and threads of the whole server, under their usual names. */
final class JvmMetrics {

  // the registry holds them weakly
  private final List<GarbageCollectorMXBean> collectors =
      ManagementFactory.getGarbageCollectorMXBeans();

  void bindTo(MeterRegistry registry) {
    // would inspect every thread of the server at each scrape
    registry.config().meterFilter(MeterFilter.deny(JvmMetrics::isCostly));
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    collectors.forEach(collector -> bind(collector, registry));
  }

  // Micrometer's own binder needs the JVM's notifications of collections, which WildFly withholds
  // from applications
  private static void bind(GarbageCollectorMXBean collector, MeterRegistry registry) {
    FunctionTimer.builder(
            "jvm.gc.collection",
            collector,
            GarbageCollectorMXBean::getCollectionCount,
            GarbageCollectorMXBean::getCollectionTime,
            TimeUnit.MILLISECONDS)
        .description("Garbage collections, and the time they took")
        .tags("gc", collector.getName())
        .register(registry);
  }

  private static boolean isCostly(Meter.Id id) {
    return id.getName().equals("jvm.threads.states");
  }
}
