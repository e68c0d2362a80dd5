package dev.tidewatch.feed.boundary.page;

import dev.tidewatch.access.control.Callers;
import dev.tidewatch.feed.boundary.FeedAccess;
import dev.tidewatch.feed.boundary.FeedAccess.Granted;
import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.Set;

/** Which feeds a page of another part of the application can follow with their documents. */
@Named
@RequestScoped
public class LiveFeeds {

  @Inject private FeedAccess access;

  /** The name of the feed if the caller can follow all of its documents; else null. */
  public String named(String feed) {
    return whyNot(feed) == null ? feed : null;
  }

  /** Why the caller cannot follow all documents of a feed, as a sentence; null if it can. */
  public String whyNot(String feed) {
    Optional<Granted> granted =
        access.all(Callers.of(request())).stream()
            .filter(readable -> readable.feed().name().equals(feed))
            .findFirst();
    if (granted.isEmpty() || granted.get().view().isRestricted()) {
      return "You may not see every change here. Reload for newer ones.";
    }
    boolean hasDocuments =
        granted.get().feed().hasDocuments()
            && granted.get().feed().documentsOf(Set.of()).isPresent();
    return hasDocuments
        ? null
        : "The settings of the feed %s let nobody follow it. Reload for newer changes."
            .formatted(feed);
  }

  /** CDI's own request may be gone, because the page's was dispatched to Faces. */
  private static HttpServletRequest request() {
    return (HttpServletRequest) FacesContext.getCurrentInstance().getExternalContext().getRequest();
  }
}
