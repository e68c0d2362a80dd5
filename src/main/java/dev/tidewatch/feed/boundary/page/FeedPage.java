package dev.tidewatch.feed.boundary.page;

import dev.tidewatch.access.control.Callers;
import dev.tidewatch.access.control.Rights;
import dev.tidewatch.access.entity.Right;
import dev.tidewatch.config.PageSettings;
import dev.tidewatch.config.Settings;
import dev.tidewatch.feed.boundary.FeedAccess;
import dev.tidewatch.feed.control.Feed;
import dev.tidewatch.feed.control.FeedRegistry;
import dev.tidewatch.feed.control.RecentChanges;
import dev.tidewatch.feed.control.view.View;
import dev.tidewatch.feed.entity.Change;
import dev.tidewatch.feed.entity.Namespace;
import dev.tidewatch.feed.entity.Outage;
import dev.tidewatch.feed.entity.Position;
import dev.tidewatch.feed.entity.WatchStatus;
import dev.tidewatch.mongo.MongoConnection;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;

/**
 * The model of {@code index.xhtml}, taken once for each request, so that its parts are consistent.
 */
@Named
@RequestScoped
public class FeedPage {

  private static final String RETRY_SECONDS = "5";

  /** The most characters of all changes on the page together, whatever their configured number. */
  private static final int MOST_CHARACTERS = 1 << 20;

  @Inject private FeedRegistry feeds;
  @Inject private RecentChanges recent;
  @Inject private Settings settings;
  @Inject private PageSettings page;
  @Inject private MongoConnection mongo;
  @Inject private Rights rights;
  @Inject private FeedAccess access;

  private Feed feed;
  private WatchStatus status;
  private String position;
  private Position origin;
  private List<ChangeCard> changes;
  private List<OutageRow> outages;
  // who looks may see what is for operators
  private boolean operator;

  @PostConstruct
  void take() {
    HttpServletRequest request =
        (HttpServletRequest) FacesContext.getCurrentInstance().getExternalContext().getRequest();
    operator = rights.has(Callers.of(request), Right.READ_METRICS);
    feed = feeds.changes();
    status = feed.status();
    // the page's rule has let this caller in
    View view = access.view(feed, Callers.of(request)).orElseThrow();
    Position start = start(view);
    List<Outage> known = feed.outages(view);
    RecentChanges.Recent shown = recent.take(feed, view);
    changes = cards(shown, start, known);
    origin = changes.isEmpty() || shown.before() == null ? start : shown.before();
    Position last =
        shown.changes().isEmpty() ? origin : shown.changes().get(changes.size() - 1).position();
    outages = OutageRow.between(known, last, null);
    position = id(start);
  }

  /**
   * Where a page without changes resumes. Uses the log's beginning, because the log's head may be
   * ahead of a page that is still empty. The changes of a reader that may not see everything are
   * looked up in the log, so that its page is never behind the log's head.
   */
  private Position start(View view) {
    if (view.isRestricted()) {
      return feed.position(view);
    }
    return page.changes() == 0 ? feed.position() : feed.beginning();
  }

  private static String id(Position position) {
    return position == null ? null : position.id();
  }

  /**
   * The cards, each with the position to read its change from: the previous change's, or the feed's
   * beginning.
   */
  private static List<ChangeCard> cards(
      RecentChanges.Recent recent, Position beginning, List<Outage> outages) {
    List<Change> changes = recent.changes();
    int most = Math.min(ChangeCard.MOST_CHARACTERS, MOST_CHARACTERS / Math.max(1, changes.size()));
    List<ChangeCard> cards = new ArrayList<>(changes.size());
    Position before = recent.before() == null ? beginning : recent.before();
    for (Change change : changes) {
      List<OutageRow> rows = OutageRow.between(outages, before, change.position());
      cards.add(new ChangeCard(change, before, most, rows));
      before = change.position();
    }
    return cards;
  }

  /** Sets status 503 while the watch is down; the page is complete and reports the cause. */
  public void answer() {
    if (!status.isLive()) {
      var response = FacesContext.getCurrentInstance().getExternalContext();
      response.setResponseStatus(503);
      response.setResponseHeader("Retry-After", RETRY_SECONDS);
    }
  }

  public String getNs() {
    return feed.namespace();
  }

  public String getState() {
    return status.state().text();
  }

  /** Why the watch is not live; null while live. */
  public String getCause() {
    return status.cause();
  }

  /** Problems of the settings that the cause does not mention, for operators. */
  public List<String> getSettingProblems() {
    return !operator
        ? List.of()
        : settings.problems().stream().filter(p -> !p.equals(status.cause())).toList();
  }

  /** Where the page's script resumes if the page shows no change; null if unknown. */
  public String getPosition() {
    return position;
  }

  /** The position after which the page shows every change; null if unknown. */
  public String getOrigin() {
    return id(origin);
  }

  /** The outages after the last change, or all shown ones if there is no change. */
  public List<OutageRow> getOutages() {
    return outages;
  }

  public String getDatabaseNote() {
    return page.databaseNote();
  }

  /**
   * The command that opens a shell on the database, for operators; null if it would need a
   * password.
   */
  public String getMongosh() {
    return !operator
        ? null
        : mongo.localHosts().map(hosts -> "mongosh \"mongodb://" + hosts + "\"").orElse(null);
  }

  /** The lines to type into the shell; empty if nothing can be watched, which the page reports. */
  public List<String> getShellLines() {
    if (!operator) {
      return List.of();
    }
    try {
      return ShellLines.of(Namespace.parse(feed.namespace()));
    } catch (IllegalArgumentException e) {
      return List.of();
    }
  }

  public List<ChangeCard> getChanges() {
    return changes;
  }
}
