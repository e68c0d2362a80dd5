package dev.tidewatch.documents;

import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriBuilder;
import java.net.URI;
import java.util.function.Function;
import org.bson.BsonArray;
import org.bson.BsonDocument;

/** The response to a request for a list. */
public final class PageResponse {

  private PageResponse() {}

  /**
   * The list, with a Link to the next page if there is one. The Link is relative to the request,
   * because behind a proxy the server knows neither the scheme nor the path that the client
   * requested.
   *
   * @param name the name of the list in the body
   * @param limit the requested limit
   * @param text writes an {@code _id} for an address
   */
  public static Response of(String name, Page page, int limit, Function<DocumentId, String> text) {
    Response.ResponseBuilder response =
        Response.ok(new BsonDocument(name, new BsonArray(page.documents())));
    if (page.next() != null) {
      URI next =
          UriBuilder.fromPath("")
              .queryParam("limit", limit)
              .queryParam("after", "{after}")
              .build(text.apply(page.next()));
      response.header("Link", "<" + next + ">; rel=\"next\"");
    }
    return response.build();
  }
}
