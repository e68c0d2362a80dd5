package dev.tidewatch.feed.boundary.management;

import dev.tidewatch.access.control.Rights;
import dev.tidewatch.config.Settings;
import dev.tidewatch.feed.control.Feed;
import dev.tidewatch.feed.control.FeedRegistry;
import dev.tidewatch.feed.entity.WatchStatus;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * {@code GET /health/ready}: DOWN, with the cause, while any feed's changes do not arrive. Feeds of
 * the sample applications are listed but do not count. Invalid settings that were replaced by their
 * defaults are listed and do not count either. While access is required, it says only UP or DOWN,
 * because everybody may ask: not even which feeds there are. A server without MicroProfile Health
 * ignores this class.
 */
@Readiness
@ApplicationScoped
public class WatchReadiness implements HealthCheck {

  @Inject private FeedRegistry feeds;
  @Inject private Settings settings;
  @Inject private Rights rights;

  @Override
  public HealthCheckResponse call() {
    HealthCheckResponseBuilder response = HealthCheckResponse.named("feeds");
    boolean live = true;
    for (Feed feed : feeds.all()) {
      WatchStatus status = feed.status();
      String name = feed.name();
      // a deployment that watches orders may lack rights on students; their page reports it, and
      // everything else works
      live &= status.isLive() || feed.isOfApplication();
      if (rights.areRequired()) {
        continue;
      }
      response.withData(name + ".ns", feed.namespace());
      response.withData(name + ".state", status.state().text());
      status.reason().ifPresent(cause -> response.withData(name + ".cause", cause));
      feed.lag()
          .map(Duration::toMillis)
          .ifPresent(lag -> response.withData(name + ".lagMillis", lag));
    }
    if (!rights.areRequired() && !settings.problems().isEmpty()) {
      response.withData("settings", String.join("; ", settings.problems()));
    }
    return response.status(live).build();
  }
}
