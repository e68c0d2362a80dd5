package dev.tidewatch.documents;

import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriBuilder;
import java.net.URI;
import java.util.function.Function;
import org.bson.BsonArray;
import org.bson.BsonDocument;

/** What the API answers when it is asked for a list. */
public final class PageResponse {

  private PageResponse() {}

  /**
   * The list, and where the next one is if there is one: relative to the request, because behind a
   * proxy the server knows neither the scheme nor the path that the client asked for.
   *
   * @param name what the documents are
   * @param limit the most that were asked for
   * @param place a place as it is in an address
   */
  public static Response of(String name, Page page, int limit, Function<DocumentId, String> place) {
    Response.ResponseBuilder response =
        Response.ok(new BsonDocument(name, new BsonArray(page.documents())));
    if (page.next() != null) {
      URI next =
          UriBuilder.fromPath("")
              .queryParam("limit", limit)
              .queryParam("after", "{after}")
              .build(place.apply(page.next()));
      response.header("Link", "<" + next + ">; rel=\"next\"");
    }
    return response.build();
  }
}
