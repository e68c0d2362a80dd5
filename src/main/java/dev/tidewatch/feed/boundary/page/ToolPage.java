package dev.tidewatch.feed.boundary.page;

import dev.tidewatch.feed.boundary.FeedAccess.Granted;
import dev.tidewatch.feed.boundary.SubscribeParameters;
import dev.tidewatch.feed.control.Feed;
import dev.tidewatch.feed.control.RecentChanges;
import dev.tidewatch.feed.control.filter.BadParameterException;
import dev.tidewatch.feed.control.filter.ChangeFilter;
import dev.tidewatch.feed.control.view.View;
import dev.tidewatch.feed.entity.Change;
import dev.tidewatch.feed.entity.Position;
import dev.tidewatch.feed.entity.WatchStatus;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * The model of {@code feed.xhtml}: the newest changes of a feed that the filter in the address
 * passes, and one of them in full. The script goes on from there.
 */
@Named
@RequestScoped
public class ToolPage {

  /** How many changes a page shows before it is live. */
  private static final int SHOWN = 200;

  private static final String RETRY_SECONDS = "5";

  @Inject private RecentChanges recent;

  private Granted granted;
  private WatchStatus status;
  private Query query;
  private String problem;
  private Position start;
  private List<RowView> rows = List.of();
  private Change opened;

  @PostConstruct
  void take() {
    HttpServletRequest request =
        (HttpServletRequest) FacesContext.getCurrentInstance().getExternalContext().getRequest();
    granted = FeedPages.of(request).orElse(null);
    if (granted == null) {
      return;
    }
    status = granted.feed().status();
    query = Query.of(request);
    try {
      read();
    } catch (BadParameterException e) {
      problem = e.getMessage();
    }
  }

  private void read() {
    Feed feed = granted.feed();
    SubscribeParameters parameters =
        SubscribeParameters.parse(feed, granted.view(), null, query::values);
    View view = parameters.view();
    ChangeFilter filter = parameters.filter();
    RecentChanges.Recent shown = recent.newest(feed, view, filter, SHOWN);
    start =
        shown.before() != null
            ? shown.before()
            : view.isRestricted() ? feed.position(view) : feed.beginning();
    List<RowView> all = new ArrayList<>(shown.changes().size());
    for (Change change : shown.changes()) {
      boolean selected = change.position().id().equals(query.first("at"));
      opened = selected ? change : opened;
      all.add(new RowView(change, query.opening(change.position().id()), selected));
    }
    rows = Collections.unmodifiableList(all);
  }

  /** Sets the status: 404 by another path, 400 for a bad filter, 503 while the watch is down. */
  public void answer() throws IOException {
    FacesContext faces = FacesContext.getCurrentInstance();
    var response = faces.getExternalContext();
    if (granted == null) {
      response.responseSendError(HttpServletResponse.SC_NOT_FOUND, null);
      faces.responseComplete();
    } else if (problem != null) {
      response.setResponseStatus(HttpServletResponse.SC_BAD_REQUEST);
    } else if (!status.isLive()) {
      response.setResponseStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
      response.setResponseHeader("Retry-After", RETRY_SECONDS);
    }
  }

  public String getName() {
    return granted.feed().name();
  }

  public String getNs() {
    return granted.feed().namespace();
  }

  public String getState() {
    return status.state().text();
  }

  /** Why the watch is not live; null while live. */
  public String getCause() {
    return status.cause();
  }

  /** What is wrong with the filter in the address; null if nothing is. */
  public String getProblem() {
    return problem;
  }

  /** The position after which the page shows every change that passes; null if unknown. */
  public String getPosition() {
    return start == null ? null : start.id();
  }

  /** Whether changes carry the documents before and after. */
  public boolean isImages() {
    return granted.feed().hasImages();
  }

  /** Whether the caller sees all of the feed. */
  public boolean isWhole() {
    return !granted.view().isRestricted();
  }

  public List<RowView> getRows() {
    return rows;
  }

  /** The change that the address names, if it is among the rows, as mongosh prints it; or null. */
  public String getOpened() {
    return opened == null
        ? null
        : new ChangeCard(opened, null, ChangeCard.MOST_CHARACTERS, List.of()).getText();
  }

  /** The values of the filter's fields, for the form. */
  public Map<String, String> getFilter() {
    return query.fields();
  }
}
