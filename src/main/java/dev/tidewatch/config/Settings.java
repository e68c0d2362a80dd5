package dev.tidewatch.config;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.Typed;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * All settings, read once. Each group is also injected by itself.
 *
 * <p>An invalid value never keeps the application from starting, so that its page can say what to
 * set: it is replaced by the default, or stops only the feed or the sample that needs it. Each is
 * one of {@link #problems}. Immutable and thread-safe.
 */
@ApplicationScoped
@Typed(Settings.class)
public class Settings {

  /** The setting for what the feed {@code changes} watches. */
  public static final String NS = "tidewatch.ns";

  /** The setting that lists more feeds. */
  public static final String FEEDS = "tidewatch.feeds";

  private static final Logger LOG = Logger.getLogger(Settings.class.getName());

  private static final Pattern ANY = Pattern.compile(".*", Pattern.DOTALL);

  private final Config config;
  private final String ns;
  private final List<String> feeds;
  private final ConnectionSettings connection;
  private final LogSettings log;
  private final DocumentSettings documents;
  private final SessionSettings sessions;
  private final WebSettings web;
  private final PageSettings page;
  private final SampleSettings samples;
  private final AccessSettings access;
  private final LoginSettings login;
  private final Map<String, String> defaults;
  private final Set<String> known;
  private final List<String> problems;

  /** Reads the application's configuration. */
  public Settings() {
    this(ConfigProvider.getConfig());
  }

  /** Reads another configuration. */
  public Settings(Config config) {
    this.config = config;
    SettingsReader reader = reader();
    connection = ConnectionSettings.read(reader);
    ns = reader.raw(NS, "test.test");
    feeds = reader.list(FEEDS, ANY, "");
    log = LogSettings.read(reader);
    documents = DocumentSettings.read(reader);
    sessions = SessionSettings.read(reader);
    web = WebSettings.read(reader);
    page = PageSettings.read(reader);
    samples = SampleSettings.read(reader);
    access = AccessSettings.read(reader);
    login = LoginSettings.read(reader, access);
    defaults = reader.defaults();
    known = knownNames();
    UnknownSettings.problems(config.getPropertyNames(), known).forEach(reader::report);
    problems = reader.problems();
  }

  @PostConstruct
  void logProblems() {
    problems.forEach(LOG::warning);
  }

  /**
   * Problems with the settings, one sentence each. Problems with one feed's own settings are part
   * of that feed's state. Never holds a connection string.
   */
  public List<String> problems() {
    return problems;
  }

  /** What the feed {@code changes} watches, as {@code db.coll}; not validated here. */
  public String ns() {
    return ns;
  }

  /** The names of the feeds besides {@code changes}; not validated here. */
  public List<String> feeds() {
    return feeds;
  }

  /** Reads one feed's settings and collects their problems. */
  public SettingsReader reader() {
    return new SettingsReader(config);
  }

  /**
   * Reads who may read a feed.
   *
   * @param reader collects the problems, which are the feed's
   */
  public FeedRuleSettings rules(String feed, SettingsReader reader) {
    return FeedRuleSettings.read(reader, feed, access.required(), otherwise(feed), known);
  }

  /** The roles that may read a sample's feed if it names none; null if it is of no sample. */
  private CheckedSetting<List<String>> otherwise(String feed) {
    if (!samples.enabled()) {
      return null;
    }
    return switch (feed) {
      case "students" -> access.studentsRead();
      case "messages" -> access.messagesRead();
      default -> null;
    };
  }

  @Produces
  public ConnectionSettings connection() {
    return connection;
  }

  @Produces
  public LogSettings log() {
    return log;
  }

  @Produces
  public DocumentSettings documents() {
    return documents;
  }

  @Produces
  public SessionSettings sessions() {
    return sessions;
  }

  @Produces
  public WebSettings web() {
    return web;
  }

  @Produces
  public PageSettings page() {
    return page;
  }

  @Produces
  public SampleSettings samples() {
    return samples;
  }

  @Produces
  public AccessSettings access() {
    return access;
  }

  @Produces
  public LoginSettings login() {
    return login;
  }

  /** The default of each setting by its name, a feed's with {@code NAME}; empty if it has none. */
  Map<String, String> defaults() {
    Map<String, String> all = new TreeMap<>(defaults);
    for (FeedProperty property : FeedProperty.values()) {
      all.put(property.of("NAME"), property.standard());
    }
    return all;
  }

  private Set<String> knownNames() {
    Set<String> names = new HashSet<>(defaults.keySet());
    feeds.forEach(feed -> names.addAll(namesOf(feed)));
    FeedProperty.PREDEFINED.forEach(feed -> names.addAll(namesOf(feed)));
    // NS sets it
    names.remove(FeedProperty.NS.of("changes"));
    return Set.copyOf(names);
  }

  private List<String> namesOf(String feed) {
    return FeedProperty.all(feed, FeedRuleSettings.readers(reader(), feed, true, otherwise(feed)));
  }
}
