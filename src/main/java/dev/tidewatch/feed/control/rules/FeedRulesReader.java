package dev.tidewatch.feed.control.rules;

import dev.tidewatch.config.FeedProperty;
import dev.tidewatch.config.FeedRuleSettings;
import dev.tidewatch.config.Settings;
import dev.tidewatch.config.SettingsReader;
import dev.tidewatch.documents.ExtendedJson;
import dev.tidewatch.feed.control.view.FieldMask;
import dev.tidewatch.query.InvalidQueryException;
import dev.tidewatch.query.Query;
import dev.tidewatch.query.QueryTemplate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Makes a feed's rules from its settings. For one feed and one thread. */
public final class FeedRulesReader {

  private static final QueryTemplate ALL_ROWS = QueryTemplate.parse(Query.ALL.toBson());

  private final String feed;
  private final boolean images;
  private final SettingsReader settings;

  /**
   * A reader.
   *
   * @param images whether the feed's changes carry the documents before and after
   * @param settings collects the problems
   */
  public FeedRulesReader(String feed, boolean images, SettingsReader settings) {
    this.feed = feed;
    this.images = images;
    this.settings = settings;
  }

  /**
   * The rules; {@link FeedRules#NOBODY} if any is invalid. While access is open, everybody may see
   * even that, because a feed with a problem has nothing to show but the problem.
   */
  public FeedRules read(Settings all) {
    int problems = settings.problems().size();
    FeedRuleSettings written = all.rules(feed, settings);
    if (!all.access().required()) {
      return FeedRules.OPEN;
    }
    Map<String, RoleRule> rules = rules(written);
    return settings.problems().size() == problems
        ? FeedRules.of(written.readers(), rules)
        : FeedRules.NOBODY;
  }

  private Map<String, RoleRule> rules(FeedRuleSettings written) {
    Map<String, RoleRule> rules = new HashMap<>();
    for (String role : written.readers()) {
      String rows = written.rows().get(role);
      String fields = written.fields().get(role);
      if (rows != null || fields != null) {
        QueryTemplate query = rows == null ? ALL_ROWS : rows(role, rows);
        FieldMask mask = fields == null ? FieldMask.ALL : fields(role, fields);
        rules.put(role, new RoleRule(query, mask));
      }
    }
    return rules;
  }

  /** The query; null if it is invalid. */
  private QueryTemplate rows(String role, String text) {
    String name = FeedProperty.ROWS.of(feed, role);
    try {
      QueryTemplate query = QueryTemplate.parse(ExtendedJson.parseDocument(text));
      if (!images && !query.isOnIdAlone()) {
        settings.report(
            "Invalid %s, it decides by fields other than _id, which needs %s=true"
                .formatted(name, FeedProperty.IMAGES.of(feed)));
      }
      return query;
    } catch (InvalidQueryException e) {
      settings.report("Invalid " + name + ", " + e.getMessage());
    } catch (IllegalArgumentException e) {
      settings.report(
          "Invalid %s, must be a query in Extended JSON, such as {\"owner\": \"@caller.name\"}: %s"
              .formatted(name, e.getMessage()));
    }
    return null;
  }

  /** The mask; null if it is invalid. */
  private FieldMask fields(String role, String text) {
    String name = FeedProperty.FIELDS.of(feed, role);
    List<String> paths =
        Stream.of(text.split(",")).map(String::strip).filter(path -> !path.isEmpty()).toList();
    if (paths.isEmpty()) {
      settings.report("Invalid " + name + ", must be fields, separated by commas");
      return null;
    }
    try {
      return FieldMask.of(paths);
    } catch (IllegalArgumentException e) {
      settings.report("Invalid " + name + ": " + e.getMessage());
      return null;
    }
  }
}
