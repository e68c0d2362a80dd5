package dev.tidewatch.servers;

import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A server of its own, on free ports, with the WAR at {@code /}. */
interface AppServer extends AutoCloseable {

  /** Where the page is. */
  URI base();

  /** Where MicroProfile Health is: at {@code health/ready} from here. */
  URI management();

  /** The server's own JVM, told from others by this in its command line. */
  String mark();

  /** Where the server logs. */
  Path log();

  /** Ends the server as its administrator would, and waits for it. */
  void stop();

  /** Stops what still runs and takes away what is left. */
  @Override
  void close();

  /** One that applications come to and go from. */
  interface Administered extends AppServer {

    /** Deploys, with the settings given in {@code options}; also where it is deployed. */
    void deploy(String... options);

    /** Deploys what is deployed once more. */
    void redeploy();

    /** Takes the application away. */
    void undeploy();
  }

  /**
   * The settings that no option has: collections, seven more feeds, {@code a} to {@code g}, and few
   * documents.
   */
  static Map<String, String> settings() {
    Map<String, String> settings = new HashMap<>();
    settings.put("TIDEWATCH_STUDENTS_NS", SharedServer.DATABASE + ".students");
    settings.put("TIDEWATCH_MESSAGES_NS", SharedServer.DATABASE + ".messages");
    settings.put("TIDEWATCH_DOCUMENTS_MAX", "" + DocumentChecks.MOST);
    settings.put("TIDEWATCH_FEEDS", "a,b,c,d,e,f,g");
    for (String feed : List.of("a", "b", "c", "d", "e", "f", "g")) {
      settings.put(
          "TIDEWATCH_FEED_" + feed.toUpperCase(Locale.ROOT) + "_NS",
          SharedServer.DATABASE + "." + feed);
    }
    return settings;
  }

  /** As above, and more. */
  static Map<String, String> settings(Map<String, String> more) {
    Map<String, String> settings = settings();
    settings.putAll(more);
    return settings;
  }

  /** One list of a command's words. */
  static List<String> words(List<String> first, String... more) {
    return java.util.stream.Stream.concat(first.stream(), java.util.Arrays.stream(more)).toList();
  }
}
