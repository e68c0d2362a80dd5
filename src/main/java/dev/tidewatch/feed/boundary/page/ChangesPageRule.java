package dev.tidewatch.feed.boundary.page;

import dev.tidewatch.access.control.PageRule;
import dev.tidewatch.access.entity.Caller;
import dev.tidewatch.feed.boundary.FeedAccess;
import dev.tidewatch.feed.control.FeedRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.Set;

/** The page of changes is for who may read the feed {@code changes}. */
@ApplicationScoped
public class ChangesPageRule implements PageRule {

  /** Servers differ in the path of the welcome file. */
  private static final Set<String> PATHS = Set.of("", "/", "/index.xhtml");

  @Inject private FeedRegistry feeds;
  @Inject private FeedAccess access;

  @Override
  public Optional<Boolean> allows(String path, Caller caller) {
    return PATHS.contains(path)
        ? Optional.of(access.view(feeds.changes(), caller).isPresent())
        : Optional.empty();
  }
}
