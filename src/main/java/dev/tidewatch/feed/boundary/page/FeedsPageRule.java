package dev.tidewatch.feed.boundary.page;

import dev.tidewatch.access.control.PageRule;
import dev.tidewatch.access.entity.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.Set;

/**
 * The table of feeds is for everybody who is known, as {@code GET /api/feeds} is: it holds the
 * feeds that the caller may read. The page of one feed is guarded by {@link FeedPages}.
 */
@ApplicationScoped
public class FeedsPageRule implements PageRule {

  private static final Set<String> PATHS = Set.of("/feeds", "/feeds.xhtml");

  @Override
  public Optional<Boolean> allows(String path, Caller caller) {
    return PATHS.contains(path) ? Optional.of(true) : Optional.empty();
  }
}
