package dev.tidewatch.feed.boundary.page;

import dev.tidewatch.config.PageSettings;
import dev.tidewatch.config.Settings;
import dev.tidewatch.feed.control.Feed;
import dev.tidewatch.feed.control.FeedRegistry;
import dev.tidewatch.feed.control.RecentChanges;
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
import java.util.ArrayList;
import java.util.List;

/** What {@code index.xhtml} shows; taken once a request, so that its parts fit each other. */
@Named
@RequestScoped
public class FeedPage {

  private static final String RETRY_SECONDS = "5";

  /** Characters that all changes on the page may have together, however many they are set to be. */
  private static final int MOST_CHARACTERS = 1 << 20;

  @Inject private FeedRegistry feeds;
  @Inject private RecentChanges recent;
  @Inject private Settings settings;
  @Inject private PageSettings page;
  @Inject private MongoConnection mongo;

  private Feed feed;
  private WatchStatus status;
  private String position;
  private Position origin;
  private List<ChangeCard> changes;
  private List<OutageRow> outages;

  @PostConstruct
  void take() {
    feed = feeds.changes();
    status = feed.status();
    Position start = start();
    List<Outage> known = feed.outages();
    RecentChanges.Recent shown = recent.take();
    changes = cards(shown, feed.beginning(), known);
    origin = changes.isEmpty() || shown.before() == null ? start : shown.before();
    Position last =
        shown.changes().isEmpty() ? origin : shown.changes().get(changes.size() - 1).position();
    outages = OutageRow.between(known, last, null);
    position = id(start);
  }

  /**
   * Where a page that shows no change goes on. A change is in the feed's log before it is among the
   * recent ones, so the head of the log may be ahead of a page that is still empty; the log's
   * beginning is not.
   */
  private Position start() {
    return page.changes() == 0 ? feed.position() : feed.beginning();
  }

  private static String id(Position position) {
    return position == null ? null : position.id();
  }

  /** Each with where to read it from: after the change before it, or the feed's beginning. */
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

  /** Answers 503 while the watch is down; the page is whole and says why. */
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

  /** Null while live. */
  public String getCause() {
    return status.cause();
  }

  /** What is wrong with the settings, as far as the cause does not say it. */
  public List<String> getSettingProblems() {
    return settings.problems().stream().filter(p -> !p.equals(status.cause())).toList();
  }

  /** Where a reader of this page goes on if it shows no change; null if that is unknown. */
  public String getPosition() {
    return position;
  }

  /** The page shows everything after this position; null if that is unknown. */
  public String getOrigin() {
    return id(origin);
  }

  /** Those after the last change, or all that the page shows if there is no change. */
  public List<OutageRow> getOutages() {
    return outages;
  }

  public String getDatabaseNote() {
    return page.databaseNote();
  }

  /** The command that opens a shell on the database; null where it would need a password. */
  public String getMongosh() {
    return mongo.localHosts().map(hosts -> "mongosh \"mongodb://" + hosts + "\"").orElse(null);
  }

  /** Empty where nothing can be watched, as the page then says. */
  public List<String> getShellLines() {
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
