package dev.tidewatch.feed.boundary.page;

import dev.tidewatch.access.control.Callers;
import dev.tidewatch.feed.boundary.FeedAccess;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;

/** The model of {@code feeds.xhtml}, and of the list of feeds on the page of one. */
@Named
@RequestScoped
public class FeedsPage {

  @Inject private FeedAccess access;

  private List<FeedRow> feeds;

  @PostConstruct
  void take() {
    HttpServletRequest request =
        (HttpServletRequest) FacesContext.getCurrentInstance().getExternalContext().getRequest();
    feeds = access.all(Callers.of(request)).stream().map(FeedRow::of).toList();
  }

  /** The feeds that the caller may read, in the order of the settings. */
  public List<FeedRow> getFeeds() {
    return feeds;
  }
}
