package dev.tidewatch.metrics.boundary;

import dev.tidewatch.access.control.Requires;
import dev.tidewatch.access.entity.Right;
import dev.tidewatch.metrics.control.Metrics;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;

/**
 * {@code GET /api/metrics}: every metric, in Prometheus' formats. The path is not {@code /metrics},
 * which Payara reserves.
 */
@Path("metrics")
@RequestScoped
public class MetricsResource {

  private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";
  private static final String OPEN_METRICS =
      "application/openmetrics-text; version=1.0.0; charset=utf-8";

  @Inject private Metrics metrics;

  /** The metrics in the client's preferred format; Prometheus text by default. */
  @GET
  @Requires(Right.READ_METRICS)
  @Produces({"text/plain", "application/openmetrics-text"})
  public Response metrics(@Context HttpHeaders headers) {
    String format = format(headers.getAcceptableMediaTypes());
    return Response.ok(metrics.scrape(format)).type(format).build();
  }

  /** The first of the accepted types, best first, that is supported. */
  private static String format(List<MediaType> accepted) {
    for (MediaType type : accepted) {
      if (type.isCompatible(MediaType.TEXT_PLAIN_TYPE)) {
        return TEXT;
      }
      if (type.isCompatible(MediaType.valueOf(OPEN_METRICS))) {
        return OPEN_METRICS;
      }
    }
    return TEXT;
  }
}
