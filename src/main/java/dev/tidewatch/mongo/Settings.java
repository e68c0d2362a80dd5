package dev.tidewatch.mongo;

import com.mongodb.MongoNamespace;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Typed;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * Every setting of Tidewatch, read from MicroProfile Config once; the README has them in one table.
 *
 * <p>A value that makes no sense is remembered as the {@link #problem}, so that the application
 * comes up and can say what has to be set; a number is replaced by its default.
 */
@ApplicationScoped
@Typed(Settings.class)
public class Settings {

  private static final String MONGO = "tidewatch.mongo";
  private static final String NS = "tidewatch.ns";
  private static final String NOTE = "tidewatch.database.note";

  /** A name, or an address, in brackets if it is of IPv6; and a port. */
  private static final Pattern HOST =
      Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[^\\s\\[\\]:@/?#%*,\\\\]+)(:\\d{1,5})?");

  private final Config config;
  private final List<String> feeds;
  private final List<String> origins;
  private final int pageChanges;
  private final int logEvents;
  private final long logBytes;
  private final int maxSessions;
  private final int maxSessionsPerAddress;
  private final List<String> hosts;
  private final boolean applications;
  private final MongoNamespace studentsNs;
  private final MongoNamespace messagesNs;
  private String problem;

  /** Reads the application's configuration. */
  public Settings() {
    this(ConfigProvider.getConfig());
  }

  /** Reads another configuration. */
  public Settings(Config config) {
    this.config = config;
    check(this::mongo);
    check(() -> text(NOTE));
    feeds = list("tidewatch.feeds");
    origins = list("tidewatch.origins");
    pageChanges = (int) number("tidewatch.page.changes", 5, 0, 500);
    logEvents = (int) number("tidewatch.log.events", 65_536, 1, 10_000_000);
    logBytes = number("tidewatch.log.bytes", 64L << 20, 1 << 20, 1L << 40);
    maxSessions = (int) number("tidewatch.sessions.max", 20_000, 1, 1_000_000);
    maxSessionsPerAddress = (int) number("tidewatch.sessions.per-address", 1_000, 0, 1_000_000);
    hosts = hosts("tidewatch.hosts");
    applications = flag("tidewatch.applications", true);
    studentsNs = namespace("tidewatch.students.ns", "college.students");
    messagesNs = namespace("tidewatch.messages.ns", "test.messages");
  }

  /** What is wrong with a value, and what would be right; empty if all are fine. */
  public Optional<String> problem() {
    return Optional.ofNullable(problem);
  }

  /**
   * MongoDB's connection string; may hold a password, so it is never to be logged or shown. Throws
   * InvalidSettingException, without the value, if Java could not decode it.
   */
  public String mongo() {
    for (String name : List.of(MONGO, "MONGODB_URI", "MONGODB_URL")) {
      Optional<String> value = raw(name);
      if (value.isPresent()) {
        if (Decoding.hasFailed(value.get())) {
          throw new InvalidSettingException(name, null, Decoding.REMEDY);
        }
        return value.get();
      }
    }
    return "mongodb://localhost";
  }

  /** What the feed {@code changes} watches, as {@code db.coll}; not checked here. */
  public String ns() {
    return raw(NS).orElse("test.test");
  }

  /** What is wrong with the characters of {@link #ns}; empty if Java could decode them. */
  public Optional<String> nsProblem() {
    return Decoding.hasFailed(ns())
        ? Optional.of(new InvalidSettingException(NS, ns(), Decoding.REMEDY).getMessage())
        : Optional.empty();
  }

  /** The names of feeds beside the page's. */
  public List<String> feeds() {
    return feeds;
  }

  /**
   * One setting of a feed, {@code tidewatch.feed.NAME.KEY}. Throws InvalidSettingException if Java
   * could not decode it; not checked otherwise.
   */
  public Optional<String> feed(String name, String key) {
    return text("tidewatch.feed." + name + "." + key);
  }

  /** How many changes the page shows when it is loaded. */
  public int pageChanges() {
    return pageChanges;
  }

  /** The most changes that a feed's log holds. */
  public int logEvents() {
    return logEvents;
  }

  /** About the most bytes that a feed's log holds. */
  public long logBytes() {
    return logBytes;
  }

  /** The most sessions served at once, of every protocol together. */
  public int maxSessions() {
    return maxSessions;
  }

  /** The most of them that come from one address; 0 for any number. */
  public int maxSessionsPerAddress() {
    return maxSessionsPerAddress;
  }

  /** Origins beside the page's own that may open a WebSocket; {@code *} is any. */
  public List<String> origins() {
    return origins;
  }

  /**
   * Host names, with or without a port, that are answered beside the loopback names; {@code *} is
   * any.
   */
  public List<String> hosts() {
    return hosts;
  }

  /** One sentence about the database for the page, from whoever started it; mostly empty. */
  public Optional<String> databaseNote() {
    return raw(NOTE);
  }

  private List<String> hosts(String name) {
    List<String> items = list(name);
    for (String item : items) {
      if (!item.equals("*") && !HOST.matcher(item).matches()) {
        problem =
            new InvalidSettingException(
                    name, item, "must be a host name, such as watch.example or watch.example:8443")
                .getMessage();
      }
    }
    return items;
  }

  /** The items; empty, with the problem remembered, if Java could not decode them. */
  private List<String> list(String name) {
    if (!check(() -> text(name))) {
      return List.of();
    }
    return text(name).stream()
        .flatMap(value -> List.of(value.split(",")).stream())
        .map(String::strip)
        .filter(item -> !item.isEmpty())
        .toList();
  }

  /** Whether students and messages are there: their pages, their REST API and their feeds. */
  public boolean applications() {
    return applications;
  }

  /**
   * Where students are kept. Throws InvalidSettingException if the value names no collection:
   * another one than was meant is never written to.
   */
  public MongoNamespace studentsNs() {
    return valid(studentsNs);
  }

  /** Where messages are kept; throws as {@link #studentsNs}. */
  public MongoNamespace messagesNs() {
    return valid(messagesNs);
  }

  private MongoNamespace valid(MongoNamespace ns) {
    if (ns == null) {
      throw new InvalidSettingException(problem);
    }
    return ns;
  }

  /** The value; throws InvalidSettingException if Java could not decode it. */
  private Optional<String> text(String name) {
    Optional<String> value = raw(name);
    if (value.filter(Decoding::hasFailed).isPresent()) {
      throw new InvalidSettingException(name, value.get(), Decoding.REMEDY);
    }
    return value;
  }

  private Optional<String> raw(String name) {
    return config.getOptionalValue(name, String.class).map(String::strip).filter(v -> !v.isEmpty());
  }

  /** Reads a setting; false, with the problem remembered, if its value makes no sense. */
  private boolean check(Runnable reading) {
    try {
      reading.run();
      return true;
    } catch (InvalidSettingException e) {
      wrong(e);
      return false;
    }
  }

  private void wrong(InvalidSettingException e) {
    problem = problem == null ? e.getMessage() : problem + "; " + e.getMessage();
  }

  /** The namespace, or null, with the problem remembered, if the value is none. */
  private MongoNamespace namespace(String name, String standard) {
    String value = raw(name).orElse(standard);
    if (!check(() -> text(name))) {
      return null;
    }
    try {
      return new MongoNamespace(value);
    } catch (IllegalArgumentException e) {
      wrong(
          new InvalidSettingException(
              name, value, "must be DATABASE.COLLECTION, such as " + standard));
      return null;
    }
  }

  private boolean flag(String name, boolean standard) {
    String value = raw(name).orElse(String.valueOf(standard));
    if (!value.equals("true") && !value.equals("false")) {
      wrong(new InvalidSettingException(name, value, "must be true or false"));
      return standard;
    }
    return value.equals("true");
  }

  private long number(String name, long standard, long least, long most) {
    Optional<String> value = raw(name);
    if (value.isEmpty()) {
      return standard;
    }
    try {
      long number = Long.parseLong(value.get());
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // said below, for both
    }
    wrong(
        new InvalidSettingException(
            name, value.get(), "must be a whole number from " + least + " to " + most));
    return standard;
  }
}
