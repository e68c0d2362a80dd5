package dev.tidewatch.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidewatch.development.DevelopmentMongo;
import dev.tidewatch.development.FreePorts;
import dev.tidewatch.testing.clients.Http;
import jakarta.json.Json;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import java.io.IOException;
import java.io.StringReader;
import java.net.ConnectException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.SocketFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the systemd unit and the Containerfile run, run as they say, in other folders and on another
 * port.
 */
class ServiceStartsIT {

  private static final Path UNIT = Path.of("server-config/systemd/tidewatch.service");
  private static final Path CONTAINER = Path.of("server-config/container/Containerfile");
  private static final Duration START = Duration.ofMinutes(2).plusSeconds(30);

  /** A second deployment begins at once and took 3 s where it was seen. */
  private static final Duration SETTLED = Duration.ofSeconds(8);

  private static final HttpClient CLIENT = Http.client();

  @TempDir static Path folder;

  private static DevelopmentMongo mongo;

  private final int port = FreePorts.any();

  @BeforeAll
  static void build() {
    Script.run(Map.of(), List.of("scripts/package"));
    mongo = DevelopmentMongo.start(FreePorts.any());
  }

  @AfterAll
  static void close() {
    mongo.close();
  }

  @Test
  void theUnitDeploysOnceAlsoAtTheSecondStart() throws Exception {
    Map<String, String> environment = environment(lines(UNIT, "Environment="));
    for (int start = 1; start <= 2; start++) {
      for (String line : lines(UNIT, "ExecStartPre=")) {
        Script.run(Map.of(), shell(line));
      }
      startOnce(environment, shell(lines(UNIT, "ExecStart=").get(0)), "unit" + start);
    }
  }

  @Test
  void theContainerDeploysOnceAlsoAfterACrash() throws Exception {
    Map<String, String> environment =
        environment(List.of(lines(CONTAINER, "ENV ").get(0).split(" ")));
    environment.put("JAVA_OPTS", "-Xmx512m");
    environment.put("PATH", System.getProperty("java.home") + "/bin:" + System.getenv("PATH"));
    List<String> command = new ArrayList<>();
    try (JsonReader json =
        Json.createReader(new StringReader(lines(CONTAINER, "ENTRYPOINT ").get(0)))) {
      json.readArray().getValuesAs(JsonString::getString).forEach(w -> command.add(here(w)));
    }
    for (int start = 1; start <= 2; start++) {
      startOnce(environment, named(command), "container" + start);
    }
  }

  @Test
  void theApplicationAnswersOnEveryListenerThatAccepts() throws Exception {
    int tlsPort = FreePorts.from(port + 1);
    Process process =
        Script.start(
            environment(List.of()),
            List.of(
                System.getProperty("java.home") + "/bin/java",
                "-Xmx512m",
                "-Dtidewatch.ns=unit_it.tls",
                "-jar",
                "tidewatch-micro.jar",
                "--port",
                "" + port,
                "--sslport",
                "" + tlsPort),
            folder.resolve("tls"),
            Path.of("target").toAbsolutePath());
    try {
      Set<Integer> plain = new TreeSet<>();
      Set<Integer> tls = new TreeSet<>();
      SocketFactory trusting = trusting().getSocketFactory();
      await()
          .pollInterval(Duration.ofMillis(20))
          .atMost(START)
          .until(
              () -> {
                plain.add(firstStatus(SocketFactory.getDefault(), port));
                tls.add(firstStatus(trusting, tlsPort));
                return plain.size() > 1 && tls.size() > 1;
              });
      assertThat(plain).as("http").containsExactly(0, 200);
      assertThat(tls).as("https").containsExactly(0, 200);
    } finally {
      process.destroyForcibly();
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }
  }

  /** 0 if the connection is refused, -1 if it is taken and not answered. */
  private static int firstStatus(SocketFactory sockets, int port) {
    try (Socket socket = sockets.createSocket("127.0.0.1", port)) {
      String request =
          "GET /api/feeds/changes HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      String answer = new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
      return answer.length() == 12 ? Integer.parseInt(answer.substring(9)) : -1;
    } catch (ConnectException e) {
      return 0;
    } catch (IOException e) {
      return -1;
    }
  }

  /** The server signs its certificate itself. */
  private static SSLContext trusting() throws GeneralSecurityException {
    X509TrustManager all =
        new X509TrustManager() {
          @Override
          public void checkClientTrusted(X509Certificate[] chain, String type) {}

          @Override
          public void checkServerTrusted(X509Certificate[] chain, String type) {}

          @Override
          public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
          }
        };
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {all}, null);
    return context;
  }

  /** Starts it, sees that it answers from then on, and kills it. */
  private void startOnce(Map<String, String> environment, List<String> command, String name)
      throws Exception {
    Path log = folder.resolve(name);
    Process process = Script.start(environment, command, log, Path.of("target").toAbsolutePath());
    try {
      Set<Integer> whileStarting = new TreeSet<>();
      await()
          .pollInterval(Duration.ofMillis(20))
          .atMost(START)
          .until(
              () -> {
                whileStarting.add(status());
                return whileStarting.stream().anyMatch(status -> status > 0);
              });
      // an EventSource comes back after a refused connection, and not after 404 or 500
      assertThat(whileStarting).as(name).containsExactly(0, 200);
      assertThat(statusesFor(SETTLED)).as(name).containsExactly(200);
      assertThat(Files.readString(log)).containsOnlyOnce("watching unit_it.données on ");
    } finally {
      process.destroyForcibly();
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }
  }

  /** Where nobody has set a locale but they. */
  private static Map<String, String> environment(List<String> lines) {
    Map<String, String> environment = new HashMap<>(Map.of("LANG", "C", "LC_ALL", ""));
    lines.forEach(line -> environment.put(line.split("=")[0], line.split("=")[1]));
    environment.put("TIDEWATCH_MONGO", mongo.uri());
    return environment;
  }

  private List<String> shell(String line) {
    return named(List.of("bash", "-c", "exec " + here(line)));
  }

  /** With a name beyond ASCII to watch; this JVM's locale decides how it would encode it itself. */
  private static List<String> named(List<String> command) {
    List<String> words =
        new ArrayList<>(
            List.of(
                "bash",
                "-c",
                "export TIDEWATCH_NS=$'unit_it.donn\\303\\251es'; exec \"$@\"",
                "bash"));
    words.addAll(command);
    return words;
  }

  private String here(String text) {
    return text.replace("/var/lib/tidewatch", folder.resolve("state").toString())
        .replace("/tmp/tidewatch", folder.resolve("container").toString())
        .replace("/usr/bin/java", System.getProperty("java.home") + "/bin/java")
        .replace("--port 8080", "--port " + port);
  }

  private static List<String> lines(Path file, String begin) throws IOException {
    try (Stream<String> lines = Files.lines(file)) {
      return lines
          .filter(line -> line.startsWith(begin))
          .map(line -> line.substring(begin.length()))
          .toList();
    }
  }

  private Set<Integer> statusesFor(Duration time) throws Exception {
    Set<Integer> seen = new TreeSet<>();
    for (long end = System.nanoTime() + time.toNanos(); System.nanoTime() < end; ) {
      seen.add(status());
    }
    return seen;
  }

  /** 0 if nobody answers. */
  private int status() throws InterruptedException {
    try {
      URI state = URI.create("http://127.0.0.1:" + port + "/api/feeds/changes");
      return CLIENT
          .send(HttpRequest.newBuilder(state).build(), BodyHandlers.discarding())
          .statusCode();
    } catch (IOException e) {
      return 0;
    }
  }
}
