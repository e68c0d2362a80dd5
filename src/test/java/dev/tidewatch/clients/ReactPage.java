package dev.tidewatch.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Page;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import dev.tidewatch.development.FreePorts;
import dev.tidewatch.testing.clients.Browser;
import dev.tidewatch.testing.mongo.TestMongo;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.bson.Document;

/** The React page of docs/clients.md, bundled and served by the command that stands there. */
final class ReactPage implements AutoCloseable {

  private static final String TITLE = "A React page";
  private static final Duration SOON = Duration.ofSeconds(90);
  private static final int FIRST = 20;

  /**
   * From now on, the fewest documents that were ever shown, and every word about the connection.
   */
  private static final String OBSERVE =
      """
      () => {
        window.seen = { fewest: Infinity, words: [] };
        const look = () => {
          seen.fewest = Math.min(seen.fewest, document.querySelectorAll('li').length);
          seen.words.push(document.querySelector('[role=status]')?.textContent);
        };
        new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true });
        look();
      }
      """;

  private final int port = FreePorts.any();
  private final MongoClient client = MongoClients.create(TestMongo.uri());
  private final MongoCollection<Document> orders;
  private Process server;
  private Page page;

  ReactPage(String database) {
    orders = client.getDatabase(database).getCollection("orders");
    orders.deleteMany(new Document());
    orders.insertMany(
        IntStream.range(0, FIRST)
            .mapToObj(n -> new Document("_id", n).append("status", "new"))
            .toList());
  }

  /** The origin that the server has to list. */
  String origin() {
    return "http://127.0.0.1:" + port;
  }

  /** Writes, bundles and serves what the document says, where the packages are. */
  void serve(String document, Path folder, Path packages) throws IOException {
    Files.createSymbolicLink(folder.resolve("node_modules"), packages);
    Files.writeString(
        folder.resolve("orders.jsx"), ClientsDocumentIT.example(document, TITLE, "jsx"));
    Files.writeString(
        folder.resolve("index.html"), ClientsDocumentIT.example(document, TITLE, "html"));
    String command =
        ClientsDocumentIT.example(document, TITLE, "sh")
            .lines()
            .filter(line -> line.startsWith("npx "))
            .findFirst()
            .orElseThrow();
    assertThat(command).contains(":8000");
    server =
        new ProcessBuilder("bash", "-c", "exec " + command.replace(":8000", ":" + port))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("output").toFile())
            .start();
    await()
        .atMost(SOON)
        .ignoreException(ConnectException.class)
        .untilAsserted(
            () -> {
              assertThat(server.isAlive()).as(Files.readString(folder.resolve("output"))).isTrue();
              new Socket("127.0.0.1", port).close();
            });
  }

  /** Opens it and waits until it shows the collection. */
  void open(Browser browser) {
    page = browser.page(400, 800);
    page.navigate(origin());
    awaitCollection();
    page.evaluate(OBSERVE);
  }

  /** Inserts, updates and deletes; each time other documents. */
  void change(int round) {
    orders.updateOne(Filters.eq(round), Updates.set("status", "paid"));
    orders.updateOne(Filters.eq(round + 5), Updates.set("status", "sent"));
    orders.deleteOne(Filters.eq(round + 10));
    orders.insertOne(new Document("_id", 100 + round).append("status", "new"));
  }

  /** Waits until it shows the documents of the collection and nothing else. */
  void awaitCollection() {
    await().atMost(SOON).untilAsserted(() -> assertThat(shown()).isEqualTo(stored()));
    await().atMost(SOON).untilAsserted(() -> assertThat(word()).isEqualTo("live"));
  }

  /** While the server is away, the documents stay, and the page says why they may be old. */
  void awaitReconnecting() {
    await().atMost(SOON).untilAsserted(() -> assertThat(word()).isEqualTo("reconnecting"));
    assertThat(shown()).hasSize(FIRST);
  }

  /** It was never empty, nor was it told that it is loading. */
  void checkThatNothingFlickered() {
    // one is deleted before one is inserted, unless both come in one message
    assertThat(page.evaluate("seen.fewest")).isIn(FIRST - 1, FIRST);
    assertThat((List<?>) page.evaluate("[...new Set(seen.words)]"))
        .isEqualTo(List.of("live", "reconnecting"));
  }

  private List<String> shown() {
    return page.locator("li").allTextContents().stream().sorted().toList();
  }

  private List<String> stored() {
    return StreamSupport.stream(orders.find().spliterator(), false)
        .map(order -> order.get("_id") + ": " + order.get("status"))
        .sorted()
        .toList();
  }

  private String word() {
    return page.textContent("[role=status]");
  }

  @Override
  public void close() {
    if (server != null) {
      ClientsDocumentIT.kill(server);
    }
    client.close();
  }
}
