package dev.tidewatch.servers;

import java.net.URI;
import java.util.List;
import java.util.Map;

/** A server of its own, on free ports, with the WAR at {@code /}. */
interface AppServer extends AutoCloseable {

  /** Where the page is. */
  URI base();

  /** Where MicroProfile Health is: at {@code health/ready} from here. */
  URI management();

  /** The server's own JVM, told from others by this in its command line. */
  String mark();

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

  /** The settings that no option has: seven more feeds, {@code a} to {@code g}. */
  Map<String, String> FEEDS =
      Map.of(
          "TIDEWATCH_FEEDS",
          "a,b,c,d,e,f,g",
          "TIDEWATCH_FEED_A_NS",
          "contract_it.a",
          "TIDEWATCH_FEED_B_NS",
          "contract_it.b",
          "TIDEWATCH_FEED_C_NS",
          "contract_it.c",
          "TIDEWATCH_FEED_D_NS",
          "contract_it.d",
          "TIDEWATCH_FEED_E_NS",
          "contract_it.e",
          "TIDEWATCH_FEED_F_NS",
          "contract_it.f",
          "TIDEWATCH_FEED_G_NS",
          "contract_it.g");

  /** One list of a command's words. */
  static List<String> words(List<String> first, String... more) {
    return java.util.stream.Stream.concat(first.stream(), java.util.Arrays.stream(more)).toList();
  }
}
