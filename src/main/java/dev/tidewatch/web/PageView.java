package dev.tidewatch.web;

import dev.tidewatch.documents.DocumentId;
import dev.tidewatch.documents.Page;
import dev.tidewatch.problems.Problem;
import dev.tidewatch.web.PrefetchFilter.Prepared;
import jakarta.annotation.PostConstruct;
import jakarta.faces.context.FacesContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.bson.BsonDocument;

/** The base of list pages: the documents, or the problem that prevents them. */
public abstract class PageView {

  private Prepared prepared;

  @PostConstruct
  void take() {
    prepared = PrefetchFilter.of(request());
  }

  private static HttpServletRequest request() {
    return (HttpServletRequest) FacesContext.getCurrentInstance().getExternalContext().getRequest();
  }

  /** Sets the problem's status if there is one; the page is complete and shows the problem. */
  public void answer() {
    if (prepared.problem() != null) {
      PrefetchFilter.answer(
          (HttpServletResponse)
              FacesContext.getCurrentInstance().getExternalContext().getResponse(),
          prepared.problem());
    }
  }

  /** Why there is no list, as a sentence; null if there is one. */
  public String getProblem() {
    return prepared.problem() == null ? null : sentence(prepared.problem());
  }

  /** A problem as a sentence for people, even if it has no detail. */
  public static String sentence(Problem problem) {
    return problem.detail() == null
        ? "An internal error occurred; the server's log has the details."
        : problem.detail();
  }

  /** Whether this is not the first page. */
  public boolean isLater() {
    return request().getParameter("after") != null;
  }

  /** The query that leads to the next page; null if this is the last. */
  public String getNext() {
    Page page = prepared.page();
    return page == null || page.next() == null
        ? null
        : "?after=" + URLEncoder.encode(text(page.next()), StandardCharsets.UTF_8);
  }

  /** An {@code _id} as written in this list's addresses. */
  protected String text(DocumentId id) {
    return id.text();
  }

  /** The documents; empty if there is a problem. */
  protected List<BsonDocument> documents() {
    return prepared.page() == null ? List.of() : prepared.page().documents();
  }
}
