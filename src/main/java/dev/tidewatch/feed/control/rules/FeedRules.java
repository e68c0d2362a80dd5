package dev.tidewatch.feed.control.rules;

import dev.tidewatch.access.entity.Caller;
import dev.tidewatch.feed.control.view.Grant;
import dev.tidewatch.feed.control.view.View;
import dev.tidewatch.query.Query;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Who may read a feed, and what of it. What no rule allows is refused. Immutable and thread-safe.
 */
public final class FeedRules {

  /** Everybody sees everything: access is open. */
  public static final FeedRules OPEN = new FeedRules(true, Set.of(), Map.of());

  /** Nobody may read. */
  public static final FeedRules NOBODY = new FeedRules(false, Set.of(), Map.of());

  private final boolean open;
  private final Set<String> readers;
  private final Map<String, RoleRule> rules;

  private FeedRules(boolean open, Set<String> readers, Map<String, RoleRule> rules) {
    this.open = open;
    this.readers = readers;
    this.rules = rules;
  }

  /**
   * The rules of a feed while access is required.
   *
   * @param readers names of roles, or {@link Caller#ANYBODY}
   * @param rules by role; if there are any, a role without one sees nothing
   */
  static FeedRules of(Set<String> readers, Map<String, RoleRule> rules) {
    return new FeedRules(false, Set.copyOf(readers), Map.copyOf(rules));
  }

  /**
   * What a caller may see, from now on until its roles or claims change.
   *
   * @return empty if the caller may not read the feed; a view of nothing if it may, but no rule
   *     shows it anything
   */
  public Optional<View> view(Caller caller) {
    if (open) {
      return Optional.of(View.ALL);
    }
    if (!caller.hasAnyOf(readers)) {
      return Optional.empty();
    }
    return Optional.of(rules.isEmpty() ? View.ALL : View.of(grants(caller)));
  }

  private List<Grant> grants(Caller caller) {
    CallerValues values = new CallerValues(caller);
    return rules.entrySet().stream()
        .filter(rule -> caller.hasAnyOf(Set.of(rule.getKey())))
        .map(rule -> rule.getValue().grant(values))
        .filter(grant -> grant.rows() != Query.NONE)
        .distinct()
        .toList();
  }

  /** Whether nobody may read. */
  public boolean areNobodys() {
    return !open && readers.isEmpty();
  }
}
