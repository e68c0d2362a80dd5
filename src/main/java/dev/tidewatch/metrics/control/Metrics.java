package dev.tidewatch.metrics.control;

import dev.tidewatch.feed.control.FeedRegistry;
import dev.tidewatch.feed.control.delivery.SessionLimiter;
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
 * Every metric of the application. Numbers are read when somebody asks for them; in between this
 * does nothing.
 *
 * <p>Any thread.
 */
@ApplicationScoped
public class Metrics {

  @Inject private FeedRegistry feeds;
  @Inject private SessionLimiter limiter;

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmMetrics jvm = new JvmMetrics();
  private List<FeedMetrics> all;

  @PostConstruct
  void bind() {
    // first, for it has a filter
    jvm.bindTo(registry);
    all = feeds.all().stream().map(feed -> new FeedMetrics(feed, registry)).toList();
    all.forEach(FeedMetrics::bind);
    new SessionMetrics(limiter, registry).bind();
  }

  @PreDestroy
  void close() {
    registry.close();
  }

  /**
   * All of them as text.
   *
   * @param format a media type: OpenMetrics, or else Prometheus' own text format
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
