package dev.tidewatch.metrics.boundary;

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
 * {@code GET /api/metrics}: every metric, as Prometheus asks for it. Not {@code /metrics}, which
 * Payara keeps for itself.
 */
@Path("metrics")
@RequestScoped
public class MetricsResource {

  private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";
  private static final String OPEN_METRICS =
      "application/openmetrics-text; version=1.0.0; charset=utf-8";

  @Inject private Metrics metrics;

  /** In the format that the client likes best; Prometheus' own for who does not care. */
  @GET
  @Produces({"text/plain", "application/openmetrics-text"})
  public Response metrics(@Context HttpHeaders headers) {
    String format = format(headers.getAcceptableMediaTypes());
    return Response.ok(metrics.scrape(format)).type(format).build();
  }

  /** The first of these, the best first, that is one of ours. */
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
