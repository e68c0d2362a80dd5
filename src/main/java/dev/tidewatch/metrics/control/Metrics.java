package dev.tidewatch.metrics.control;

import dev.tidewatch.access.control.Audit;
import dev.tidewatch.access.control.Rights;
import dev.tidewatch.feed.control.FeedRegistry;
import dev.tidewatch.feed.control.admission.SessionLimiter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * All metrics of the application. Numbers are read on each scrape.
 *
 * <p>Thread-safe.
 */
@ApplicationScoped
public class Metrics {

  @Inject private FeedRegistry feeds;
  @Inject private SessionLimiter limiter;
  @Inject private Rights rights;
  @Inject private Audit audit;

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmMetrics jvm = new JvmMetrics();
  private List<FeedMetrics> all;

  @PostConstruct
  void bind() {
    // first, because it installs a filter
    jvm.bindTo(registry);
    all = feeds.all().stream().map(feed -> new FeedMetrics(feed, registry)).toList();
    all.forEach(FeedMetrics::bind);
    new SessionMetrics(limiter, registry).bind();
    if (rights.areRequired()) {
      new AccessMetrics(audit, registry).bind();
    }
  }

  @PreDestroy
  void close() {
    registry.close();
  }

  /**
   * All metrics as text.
   *
   * @param format a media type: OpenMetrics, else Prometheus' text format
   */
  public synchronized byte[] scrape(String format) {
    all.forEach(FeedMetrics::refresh);
    ByteArrayOutputStream out = new ByteArrayOutputStream(1 << 14);
    try {
      registry.scrape(out, format);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
