package dev.tidewatch.documents;

import dev.tidewatch.json.JsonWriter;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriBuilder;
import java.util.function.Function;

/** What the API answers when it is asked for a list. */
public final class PageAnswer {

  private PageAnswer() {}

  /**
   * The list, and where the next one is if there is one.
   *
   * @param name what the documents are
   * @param limit the most that were asked for
   * @param place a place as it is in an address
   * @param collection the list's own address; used up
   */
  public static Response of(
      String name,
      Page page,
      int limit,
      Function<DocumentId, String> place,
      UriBuilder collection) {
    Response.ResponseBuilder response = Response.ok(JsonWriter.write(name, page.documents()));
    if (page.next() != null) {
      collection.queryParam("limit", limit).queryParam("after", "{after}");
      response.header("Link", "<" + collection.build(place.apply(page.next())) + ">; rel=\"next\"");
    }
    return response.build();
  }
}
