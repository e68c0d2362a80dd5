package dev.tidewatch.servers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewatch.testing.network.RawConnection;
import dev.tidewatch.testing.network.RawConnection.Answer;
import dev.tidewatch.testing.network.RawFrame;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every request meets first, on every server: names, headers, bounds, and errors that tell
 * nothing. Over raw connections, because HTTP clients send no such requests.
 *
 * @param <S> the server
 */
abstract class EdgeContract<S extends AppServer> extends SharedServer<S> {

  /** What names a server, a class, or the words of an exception. */
  private static final Pattern TELLING =
      Pattern.compile(
          "(?i)payara|glassfish|grizzly|tyrus|catalina|jersey|weld|mojarra|wildfly|undertow|jboss"
              + "|resteasy|xnio|java[.x]|jakarta|(org|com|io|sun)\\.[a-z]+\\.|exception|caused by"
              + "|mongo(db)?://|\\tat ");

  private static final String END = "Connection: close\r\n\r\n";
  private static final String JSON = "Content-Type: application/json\r\n";
  private static final int FLOOD_BYTES = 64 << 20;
  private static final long HEAP_SLACK = 24L << 20;

  @AfterEach
  void forgetStudents() {
    students().deleteMany(new Document());
  }

  /** The paths that have something live, then those that are files or none. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "students",
        "messages",
        "api/feeds",
        "api/feeds/changes",
        "api/feeds/changes/events",
        "api/feeds/changes/events?after=none",
        "api/feeds/changes/changes",
        "api/students",
        "api/metrics",
        "api/nothing",
        "socket",
        "feeds/changes",
        "nothing",
        "nothing.xhtml"
      })
  void everyLiveAnswerHasTheSecurityHeadersAndIsKeptByNoCache(String path) {
    Answer answer = RawConnection.head(server().base(), get(path, ""));

    assertThat(answer.headers("X-Content-Type-Options")).containsExactly("nosniff");
    assertThat(answer.headers("Content-Security-Policy"))
        .singleElement()
        .asString()
        .contains("default-src 'none'", "frame-ancestors 'none'");
    assertThat(answer.headers("Cache-Control")).containsExactly("no-store");
  }

  @ParameterizedTest
  @ValueSource(strings = {"resources/tidewatch/client.js", "resources/tidewatch/shared/base.css"})
  void filesAreKeptAndAskedForAgain(String path) {
    Answer answer = RawConnection.head(server().base(), get(path, ""));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.headers("X-Content-Type-Options")).containsExactly("nosniff");
    assertThat(answer.headers("Cache-Control")).containsExactly("no-cache");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "students",
        "resources/tidewatch/client.js",
        "api/feeds",
        "api/feeds/changes/events",
        "api/feeds/changes/changes",
        "api/metrics",
        "nothing"
      })
  void aForeignNameIsAnsweredWith421AndTheSetting(String path) {
    for (String host : List.of("evil.example", "evil.example:80", "localhost.evil.example")) {
      Answer answer =
          exchange(
              "GET /"
                  + path
                  + " HTTP/1.1\r\nHost: "
                  + host
                  + "\r\nX-Forwarded-Host: localhost\r\n"
                  + END);
      assertThat(answer.status()).as(host).isEqualTo(421);
      assertThat(answer.body()).contains("tidewatch.hosts", "\"status\":421");
      assertThat(answer.headers("Content-Type")).containsExactly("application/problem+json");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"socket", "feeds/changes"})
  void aWebSocketOfARebindingPageIsRefused(String path) {
    String request =
        RawConnection.handshake(server().base(), path, "Origin: http://evil.example")
            .replace(server().base().getAuthority(), "evil.example");

    Answer answer = RawConnection.head(server().base(), request);

    assertThat(answer.status()).isEqualTo(421);
  }

  @Test
  void theNamesOfThisMachineAreAnsweredWithAnyPort() {
    for (String host : List.of("localhost", "LOCALHOST:1", "127.0.0.1:99", "[::1]", "localhost.")) {
      assertThat(exchange("GET /api/feeds HTTP/1.1\r\nHost: " + host + "\r\n" + END).status())
          .as(host)
          .isEqualTo(200);
    }
    assertThat(exchange("GET /api/feeds HTTP/1.0\r\nHost: localhost\r\n\r\n").status())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /api/feeds HTTP/1.0\r\n\r\n",
        "GET /api/feeds HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n" + END,
        "GET /api/feeds HTTP/1.1\r\nHost: evil.example\r\nHost: localhost\r\n" + END,
        "GET /api/feeds HTTP/1.1\r\nHost: user@localhost\r\n" + END,
        "GET /api/feeds HTTP/1.1\r\nHost: localhost:port\r\n" + END,
        "GET /api/feeds HTTP/1.1\r\nHost: [::1%25lo]\r\n" + END,
        "GET http://evil.example/api/feeds HTTP/1.1\r\nHost: evil.example\r\n" + END,
        "GET http://evil.example/api/feeds HTTP/1.1\r\nHost: localhost\r\n" + END
      })
  void aRequestWithAnInvalidOrRepeatedHostGetsNothing(String request) {
    Answer answer = exchange(request);

    assertThat(answer.text()).doesNotContain("\"feeds\"");
    tellsNothing(answer);
  }

  @Test
  void aSemicolonIsAPartOfAnId() {
    for (String id : List.of("a", "a;b", "a;", ";x=1", "a;x=1;y=2")) {
      students().insertOne(new Document("_id", id).append("is", "<" + id + ">"));
    }
    for (String id : List.of("a;b", "a;", ";x=1", "a;x=1;y=2", "a%3Bb", "a")) {
      String whole = "<" + id.replace("%3B", ";") + ">";
      assertThat(exchange(get("api/students/" + id, "")).body()).as(id).contains(whole);
    }
    assertThat(exchange(request("DELETE", "api/students/a;none", "")).status()).isEqualTo(404);
    assertThat(exchange(request("DELETE", "api/students/a;jsessionid=1", "")).status())
        .isIn(400, 404);
    assertThat(exchange(request("DELETE", "api/students/a;b", "")).status()).isEqualTo(204);
    assertThat(exchange(request("DELETE", "api/students/;x=1", "")).status()).isEqualTo(204);
    assertThat(students().distinct("_id", String.class))
        .containsExactlyInAnyOrder("a", "a;", "a;x=1;y=2");
  }

  @Test
  void aFeedIsNamedByAWholeSegmentToo() {
    for (String path :
        List.of(
            "api/feeds/changes;x=1",
            "api/feeds/changes;x=1/changes",
            "api/feeds/changes;/changes",
            "api/feeds/changes;x=1/events",
            "api/feeds;x=1/changes",
            "api/students;x=1")) {
      assertThat(exchange(get(path, "")).status()).as(path).isEqualTo(404);
    }
    try (RawConnection socket = RawConnection.webSocket(server().base(), "feeds/changes;x=1")) {
      assertThat(socket.closeCode()).isEqualTo(1008);
    }
  }

  /** Requests that somebody refuses, from the connector to a resource. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /nothing HTTP/1.1\r\n@",
        "GET /nothing.xhtml HTTP/1.1\r\n@",
        "GET /resources/ HTTP/1.1\r\n@",
        "GET /WEB-INF/web.xml HTTP/1.1\r\n@",
        "GET /api/nothing HTTP/1.1\r\n@",
        "GET /api/application.wadl HTTP/1.1\r\n@",
        "OPTIONS /api/students HTTP/1.1\r\n@",
        "GET /error HTTP/1.1\r\n@",
        "GET /api/students/%zz HTTP/1.1\r\n@",
        "GET /%zz HTTP/1.1\r\n@",
        "GET /api/students?after=%zz HTTP/1.1\r\n@",
        "GET /socket?after=%zz HTTP/1.1\r\n@",
        "GET /api/students/%ff HTTP/1.1\r\n@",
        "GET / HTTP/1.1\r\nHost: a b:zz\r\n" + END,
        "GET / HTTP/1.1\r\n" + END,
        "NONSENSE\r\n\r\n",
        "GET / NONSENSE/9\r\n@",
        "NONSENSE / HTTP/1.1\r\n@",
        "DELETE / HTTP/1.1\r\n@",
        "TRACE / HTTP/1.1\r\n@",
        "PATCH /api/students HTTP/1.1\r\n@",
        "POST /api/students HTTP/1.1\r\nContent-Length: x\r\n@",
        "POST /api/students HTTP/1.1\r\n" + JSON + "Content-Length: 9\r\n@{}",
        "POST /api/students HTTP/1.1\r\n" + JSON + "Content-Length: 1\r\n@{",
        "POST /api/students HTTP/1.1\r\n" + JSON + "Transfer-Encoding: chunked\r\n@zz\r\n",
        "POST /api/students HTTP/1.1\r\nContent-Type: ;;\r\nContent-Length: 2\r\n@{}",
        "POST /compose HTTP/1.1\r\nContent-Type: multipart/form-data\r\nContent-Length: 1\r\n@x",
        "GET /api/students HTTP/1.1\r\nAccept: \u0001///\r\n@",
        "GET /compose HTTP/1.1\r\nCookie: JSESSIONID=\u0001\"\\;;=\r\n@",
        "GET /resources/tidewatch/client.js HTTP/1.1\r\nRange: bytes=999999-\r\n@",
        "GET /api/feeds/changes/events?after=none HTTP/1.1\r\n@",
        "GET /socket HTTP/1.1\r\n@",
        "GET /nothing HTTP/1.1\r\nAccept: text/html\r\n@"
      })
  void anErrorTellsNothingOfTheServer(String request) {
    Answer answer = exchange(request.replace("@", "Host: localhost\r\n" + END));

    tellsNothing(answer);
  }

  /**
   * As a browser asks for an address that was typed wrong. WEB-INF is missing because WildFly
   * answers it itself, before any filter, in four words.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "nothing",
        "nothing.xhtml",
        "a/b/c",
        "resources/unknown.css",
        "resources/tidewatch/unknown.js",
        "jakarta.faces.resource/unknown.css.xhtml",
        "students/",
        "error"
      })
  void anUnknownAddressIsAPageOfOursThatLeadsHome(String path) {
    Answer page = exchange(get(path, "Accept: text/html,*/*;q=0.8\r\n"));
    assertThat(page.status()).isEqualTo(404);
    assertThat(page.text())
        .contains("<h1>404 Not Found</h1>", "There is no page at this address")
        .contains("<a class=\"act\" href=\"/\">", "/resources/tidewatch/shared/base.css");
    assertThat(page.headers("X-Content-Type-Options")).containsExactly("nosniff");
    assertThat(page.headers("Content-Security-Policy")).hasSize(1);

    Answer problem = exchange(get(path, "Accept: application/json\r\n"));
    assertThat(problem.status()).isEqualTo(404);
    assertThat(problem.headers("Content-Type")).containsExactly("application/problem+json");
    assertThat(problem.body()).contains("\"status\":404");
  }

  @Test
  void aRequestThatIsTooLongTellsNothingEither() {
    assertThat(exchange(get("api/nothing?" + "x".repeat(30_000), "")).status()).isEqualTo(404);
    for (int length : new int[] {40_000, 70_000, 2_000_000}) {
      Answer line = exchange(get("x".repeat(length), ""));
      assertThat(line.status()).as(length + " in the line").isIn(0, 400, 414);
      tellsNothing(line);
      Answer header = exchange(get("api/nothing", "X: " + "x".repeat(length) + "\r\n"));
      assertThat(header.status()).as(length + " in a header").isIn(0, 400, 404, 431);
      tellsNothing(header);
    }
  }

  @Test
  void aHandshakeThatIsRefusedSaysWhyAndNoMore() {
    String good = RawConnection.handshake(server().base(), "socket");
    refused(good.replace("Version: 13", "Version: 12"), 426);
    refused(good.replace("Sec-WebSocket-Version: 13\r\n", ""), 426);
    refused(good.replace("Upgrade: websocket\r\n", ""), 426);
    refused(good.replaceAll("Sec-WebSocket-Key: .*\r\n", ""), 400);
    refused(good.replaceAll("Sec-WebSocket-Key: .*\r\n", "Sec-WebSocket-Key: x\r\n"), 400);
    refused(good.replace("GET ", "POST "), 405);
    refused(good.replace("/socket", "/nosocket"), 404);
    refused(good.replace("\r\n\r\n", "\r\nOrigin: http://evil.example\r\n\r\n"), 403);
  }

  private void refused(String handshake, int status) {
    Answer answer = RawConnection.head(server().base(), handshake);
    assertThat(answer.status()).as(handshake).isEqualTo(status);
    assertThat(answer.headers("Cache-Control")).containsExactly("no-store");
    tellsNothing(answer);
  }

  private static void tellsNothing(Answer answer) {
    boolean isPage = answer.status() == 200 && answer.text().contains("<!DOCTYPE html>");
    // the fields of a Faces form have names that begin with the API's package
    assertThat(answer.text().replaceAll(isPage ? "jakarta\\.faces\\.\\w+" : "$^", ""))
        .doesNotContainPattern(TELLING);
    assertThat(answer.headers("Server")).isEmpty();
    assertThat(answer.headers("X-Powered-By")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"socket", "feeds/changes"})
  void whatAClientSendsIsCountedWhenItComes(String path) {
    assertThat(closeCode(path, s -> s.send(RawFrame.text(1025)))).isEqualTo(1009);
    assertThat(closeCode(path, s -> s.send(RawFrame.binary(1025)))).isEqualTo(1009);
    assertThat(closeCode(path, s -> s.send(RawFrame.head(RawFrame.TEXT, true, 1025))))
        .isEqualTo(1009);
    assertThat(closeCode(path, s -> s.send(RawFrame.head(RawFrame.BINARY, true, 1L << 62))))
        .isEqualTo(1009);
    assertThat(
            closeCode(
                path,
                socket -> {
                  socket.send(RawFrame.of(RawFrame.TEXT, false, 600));
                  socket.send(RawFrame.of(RawFrame.CONTINUATION, true, 600));
                }))
        .isEqualTo(1009);
  }

  @ParameterizedTest
  @ValueSource(strings = {"socket", "feeds/changes"})
  void whatIsShortIsIgnored(String path) {
    try (RawConnection socket = RawConnection.webSocket(server().base(), path)) {
      for (int i = 0; i < 50; i++) {
        assertThat(socket.send(RawFrame.text(1024))).isTrue();
        assertThat(socket.send(RawFrame.binary(1024))).isTrue();
      }
      assertThat(socket.send(RawFrame.of(RawFrame.TEXT, false, 1000))).isTrue();
      assertThat(socket.send(RawFrame.of(RawFrame.CONTINUATION, true, 24))).isTrue();
      // the close, which the server answers, is the first thing that it says about any of it
      assertThat(socket.send(new byte[] {(byte) 0x88, (byte) 0x82, 0, 0, 0, 0, 3, (byte) 0xe8}))
          .isTrue();
      assertThat(socket.closeCode()).isEqualTo(1000);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"socket", "feeds/changes"})
  void aClientThatSendsWithoutEndIsCutOffAndFillsNoHeap(String path) {
    try (ServerJvm jvm = ServerJvm.of(server().mark())) {
      long before = jvm.heap();
      flood(path, RawFrame.of(RawFrame.TEXT, false, 1000), RawFrame.of(0, false, 1000));
      flood(path, RawFrame.of(RawFrame.BINARY, false, 1000), RawFrame.of(0, false, 1000));
      flood(path, RawFrame.of(RawFrame.TEXT, false, 0), RawFrame.of(0, false, 0));
      flood(path, RawFrame.head(RawFrame.TEXT, true, 1L << 62), new byte[65_536]);
      flood(path, RawFrame.head(RawFrame.BINARY, true, 100_000_000), new byte[65_536]);
      flood(path, RawFrame.text(5), RawFrame.of(RawFrame.PING, true, 125));
      flood(path, RawFrame.text(5), RawFrame.of(RawFrame.PONG, true, 125));

      assertThat(jvm.heap()).isLessThan(before + HEAP_SLACK);
    }
  }

  /** Sends the one and then the other until the server ends it; what is never ended fails. */
  private void flood(String path, byte[] first, byte[] then) {
    byte[] many = new byte[Math.max(65_536 / then.length, 1) * then.length];
    for (int at = 0; at < many.length; at += then.length) {
      System.arraycopy(then, 0, many, at, then.length);
    }
    try (RawConnection socket = RawConnection.webSocket(server().base(), path)) {
      socket.send(first);
      int sent = 0;
      while (sent < FLOOD_BYTES && socket.send(many)) {
        sent += many.length;
      }
      assertThat(sent).as("bytes that were taken").isLessThan(FLOOD_BYTES);
      // the close frame, unless the reset that answers the rest of the flood was faster
      assertThat(socket.closeCode()).isIn(1009, 0);
    }
  }

  private int closeCode(String path, Consumer<RawConnection> sends) {
    try (RawConnection socket = RawConnection.webSocket(server().base(), path)) {
      sends.accept(socket);
      return socket.closeCode();
    }
  }

  private Answer exchange(String request) {
    return RawConnection.exchange(server().base(), request);
  }

  private String get(String path, String headers) {
    return request("GET", path, headers);
  }

  private String request(String method, String path, String headers) {
    return method + " /" + path + " HTTP/1.1\r\nHost: localhost\r\n" + headers + END;
  }
}
