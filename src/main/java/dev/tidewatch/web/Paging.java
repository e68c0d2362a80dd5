package dev.tidewatch.web;

import dev.tidewatch.documents.DocumentId;
import dev.tidewatch.documents.PageRange;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.QueryParam;
import java.util.function.Function;

/** The query parameters of a list. JAX-RS sets the fields. */
public class Paging {

  @QueryParam("limit")
  @DefaultValue("1000")
  @WholeNumber(min = 1, max = PageRange.MOST)
  private String limit;

  @QueryParam("skip")
  @DefaultValue("0")
  @WholeNumber(min = 0, max = Integer.MAX_VALUE)
  private String skip;

  @QueryParam("after")
  private String after;

  /**
   * The requested page.
   *
   * @param id parses an {@code _id} from the list's addresses; may throw ProblemException
   */
  public PageRange range(Function<String, DocumentId> id) {
    return new PageRange(
        Integer.parseInt(limit), Integer.parseInt(skip), after == null ? null : id.apply(after));
  }
}
