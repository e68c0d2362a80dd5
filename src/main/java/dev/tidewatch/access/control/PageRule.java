package dev.tidewatch.access.control;

import dev.tidewatch.access.entity.Caller;
import java.util.Optional;

/**
 * Who may see which page, while access is required. Whoever has a page brings a bean of this type;
 * a page without one is nobody's.
 */
public interface PageRule {

  /**
   * Whether a caller may see a page.
   *
   * @param path the page's servlet path: what the server has chosen the page by
   * @param caller is known
   * @return empty if the page is another's
   */
  Optional<Boolean> allows(String path, Caller caller);
}
