package dev.tidewatch.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Page;
import com.sun.net.httpserver.HttpServer;
import dev.tidewatch.development.FreePorts;
import dev.tidewatch.testing.Fork;
import dev.tidewatch.testing.NpmFolder;
import dev.tidewatch.testing.NpmPackage;
import dev.tidewatch.testing.Programs;
import dev.tidewatch.testing.RunScript;
import dev.tidewatch.testing.clients.Browser;
import dev.tidewatch.testing.mongo.SteadyWriter;
import dev.tidewatch.testing.mongo.TestMongo;
import java.io.File;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.bson.BsonDocument;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The programs of docs/clients.md, as they are written there, while a server is killed and started
 * again: each gets every change, once and in order; and the React page shows the collection.
 */
class ClientsDocumentIT {

  private static final Duration SOON = Duration.ofSeconds(90);
  private static final String ADDRESS = "http://localhost:8888/";
  private static final int WRITTEN_A_SECOND = 50;
  private static final int BEFORE_THE_CRASH = 100;
  private static final Pattern NUMBER = Pattern.compile("\"n\": ?(\\d+)}");

  private final Map<String, Supplier<String>> outputs = new LinkedHashMap<>();
  private final Map<String, Process> processes = new LinkedHashMap<>();
  private final int port = FreePorts.any();
  private final int sitePort = FreePorts.any();

  @TempDir private Path folder;

  @AfterEach
  void stop() {
    processes.values().forEach(ClientsDocumentIT::kill);
  }

  @Test
  void everyProgramGetsEveryChangeOnceAndThePageIsTheCollectionOverARestart() throws Exception {
    String document =
        Files.readString(Path.of("docs/clients.md"))
            .replace(ADDRESS, "http://localhost:" + port + "/");
    assumeTrue(Programs.isThere("curl"), "needs curl on the PATH");
    assumeTrue(Programs.isThere("python3"), "needs python3 on the PATH");
    assumeTrue(NpmFolder.isAvailable(), "needs node and npm on the PATH");
    NpmFolder node = NpmPackage.project();
    HttpServer site = site(example(document, "A browser", "html"));
    ReactPage react = new ReactPage(database());
    RunScript server = server(react).ready();
    try (Browser browser = Browser.start()) {
      start("curl", document, "sh", "program.sh", "bash");
      start("Python", document, "python", "program.py", "python3");
      start("Java", document, "java", "Reader.java", "java", "--class-path", classPath());
      Files.createSymbolicLink(
          own("Node").resolve("node_modules"),
          node.path().toAbsolutePath().resolve("node_modules"));
      start("Node", document, "js", "program.mjs", "node");
      open(browser);
      react.serve(document, own("React"), node.path().toAbsolutePath().resolve("node_modules"));
      react.open(browser);
      react.change(0);
      react.awaitCollection();
      int written;
      try (SteadyWriter writer =
          new SteadyWriter(TestMongo.uri(), database(), "changes", perSecond(WRITTEN_A_SECOND))) {
        // each begins with the change that comes next when it has connected
        awaitNumbers(0);
        awaitNumbers(writer.written() + BEFORE_THE_CRASH);
        server.crash();
        react.awaitReconnecting();
        react.change(1);
        server = server(react).ready();
        int atTheRestart = writer.written();
        awaitNumbers(atTheRestart + BEFORE_THE_CRASH);
        react.change(2);
        written = writer.stop();
      }
      awaitNumbers(written - 1);
      react.awaitCollection();
      react.checkThatNothingFlickered();
      outputs.forEach(
          (name, output) -> {
            List<Integer> numbers = numbers(output);
            assertThat(numbers)
                .as(name)
                .isEqualTo(IntStream.range(numbers.get(0), written).boxed().toList());
          });
    } finally {
      react.close();
      server.close();
      site.stop(0);
    }
  }

  private RunScript server(ReactPage react) {
    return RunScript.start(
        port,
        Map.of(
            "JAVA_OPTS",
            "-Xmx512m -XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
            "TIDEWATCH_ORIGINS",
            site() + "," + react.origin(),
            "TIDEWATCH_FEEDS",
            "orders",
            "TIDEWATCH_FEED_ORDERS_NS",
            database() + ".orders"),
        "--mongo",
        TestMongo.uri(),
        "--ns",
        database() + ".changes");
  }

  private static String database() {
    return Fork.own("clients_document_it");
  }

  private static String classPath() {
    return Path.of("target/tidewatch-client.jar").toAbsolutePath()
        + File.pathSeparator
        + new File(
            BsonDocument.class.getProtectionDomain().getCodeSource().getLocation().getPath());
  }

  private void start(String title, String document, String language, String file, String... command)
      throws IOException {
    Path program = own(title).resolve(file);
    Path output = own(title).resolve("output");
    Files.writeString(program, example(document, title, language));
    List<String> all = new java.util.ArrayList<>(List.of(command));
    all.add(program.toString());
    processes.put(
        title,
        new ProcessBuilder(all)
            .directory(own(title).toFile())
            .redirectOutput(output.toFile())
            .redirectError(own(title).resolve("error").toFile())
            .start());
    outputs.put(title, () -> read(output));
  }

  private Path own(String title) throws IOException {
    return Files.createDirectories(folder.resolve(title));
  }

  private String site() {
    return "http://127.0.0.1:" + sitePort;
  }

  /** On a site of another origin than the server's. */
  private HttpServer site(String html) throws IOException {
    HttpServer site = HttpServer.create(new InetSocketAddress("127.0.0.1", sitePort), 0);
    byte[] bytes = html.getBytes(StandardCharsets.UTF_8);
    site.createContext(
        "/",
        exchange -> {
          exchange.getResponseHeaders().set("Content-Type", "text/html");
          exchange.sendResponseHeaders(200, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    site.start();
    return site;
  }

  private void open(Browser browser) {
    Page page = browser.page(400, 300);
    page.navigate(site());
    outputs.put("A browser", () -> page.textContent("#changes"));
  }

  /** The first block of that language below a heading. */
  static String example(String document, String title, String language) {
    int start = document.indexOf("\n### " + title + "\n");
    assertThat(start).as(title).isPositive();
    Matcher block =
        Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
            .matcher(document.substring(start));
    assertThat(block.find()).as(title).isTrue();
    return block.group(1);
  }

  /** Waits until every program has come that far. */
  private void awaitNumbers(int number) {
    outputs.forEach(
        (name, output) ->
            await(name)
                .pollInSameThread()
                .atMost(SOON)
                .untilAsserted(
                    () ->
                        assertThat(numbers(output))
                            .as(() -> name + ": " + errors(name))
                            .last()
                            .satisfies(last -> assertThat(last).isGreaterThanOrEqualTo(number))));
  }

  private String errors(String name) {
    return processes.containsKey(name) ? read(folder.resolve(name).resolve("error")) : "";
  }

  /** Of whole lines: the last may be under way. */
  private static List<Integer> numbers(Supplier<String> output) {
    String text = output.get();
    return NUMBER
        .matcher(text.substring(0, text.lastIndexOf('\n') + 1))
        .results()
        .map(found -> Integer.parseInt(found.group(1)))
        .toList();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  static void kill(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  private static IntSupplier perSecond(int count) {
    long start = System.nanoTime();
    return () -> (int) (TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start) * count / 1000);
  }
}
