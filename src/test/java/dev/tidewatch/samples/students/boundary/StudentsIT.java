package dev.tidewatch.samples.students.boundary;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewatch.json.SameJson;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.bson.BsonDocument;
import org.bson.types.ObjectId;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.Test;

/** Every route of the students, as its clients reach it. */
@ArquillianTest
@RunAsClient
class StudentsIT extends OwnStudents {

  /** More than the threads that send the answers of one call, fewer than all that send any. */
  private static final int SLOW = 8;

  @Test
  void addingAStudentIs201WithDocumentAndLocation() {
    HttpResponse<String> created =
        api.json("POST", PATH, "{\"name\":\"Ada\",\"_id\":\"mine\",\"gpa\":3.9}");

    assertThat(created.statusCode()).isEqualTo(201);
    assertThat(created.headers().firstValue("Content-Type")).hasValue("application/json");
    String id = object(created).getString("_id");
    assertThat(ObjectId.isValid(id)).isTrue();
    assertThat(created.body()).isEqualTo("{\"_id\":\"" + id + "\",\"name\":\"Ada\",\"gpa\":3.9}");
    assertThat(created.headers().firstValue("Location")).hasValue("students/" + id);
    assertThat(collection.find()).containsExactly(BsonDocument.parse(created.body()));
    assertThat(api.send("GET", PATH + "/" + id).body()).isEqualTo(created.body());
  }

  @Test
  void anUpdateSetsExactlyTheGivenFieldsAndMayBeANoOp() {
    String id = create("{\"a\":{\"x\":1,\"y\":2},\"b\":1}");
    String expected = "{\"_id\":\"" + id + "\",\"a\":{\"z\":3},\"b\":1,\"c\":null}";

    for (String body : List.of("{\"a\":{\"z\":3},\"c\":null}", expected)) {
      HttpResponse<String> changed = api.json("PUT", PATH + "/" + id, body);

      assertThat(changed.statusCode()).isEqualTo(200);
      assertThat(changed.body()).isEqualTo(expected);
      assertThat(api.send("GET", PATH + "/" + id).body()).isEqualTo(expected);
    }
  }

  @Test
  void keysWithDotsAndTheEmptyKeyAreKeysLikeAnyOther() {
    String id = create("{\"a\":{\"b\":1},\"a.b\":2,\"\":3,\".\":4}");
    String path = PATH + "/" + id;

    assertThat(api.json("PUT", path, "{\"a.b\":{\"$\":0}}").statusCode()).isEqualTo(400);
    HttpResponse<String> changed = api.json("PUT", path, "{\"a.b\":\"$c\",\"\":[],\"c.\":1}");
    assertThat(changed.statusCode()).isEqualTo(200);
    String expected =
        "{\"_id\":\"" + id + "\",\"a\":{\"b\":1},\"a.b\":\"$c\",\"\":[],\".\":4,\"c.\":1}";
    assertThat(changed.body()).isEqualTo(expected);
    assertThat(api.json("PUT", path, "{\".\":4}").body()).isEqualTo(expected);
    assertThat(api.json("PUT", path, "{\"d\":5}").statusCode()).isEqualTo(200);
    String withD = expected.substring(0, expected.length() - 1) + ",\"d\":5}";
    assertThat(api.send("GET", path).body()).isEqualTo(withD);
  }

  @Test
  void deletingAStudentIs204AndRemovesIt() {
    String path = PATH + "/" + create("{}");

    HttpResponse<String> removed = api.send("DELETE", path);
    assertThat(removed.statusCode()).isEqualTo(204);
    assertThat(removed.body()).isEmpty();
    assertThat(api.send("DELETE", path).statusCode()).isEqualTo(404);
    assertThat(collection.countDocuments()).isZero();
  }

  @Test
  void aStudentIsReturnedAsItWasStored() {
    String body =
        "{\"int\":1,\"long\":9007199254740993,\"max\":9223372036854775807,"
            + "\"huge\":123456789012345678901234567890,\"double\":0.1,\"one\":1.0,\"zero\":-0.0,"
            + "\"large\":1e308,\"larger\":-1.5e+400,\"exact\":0.12345678901234567890123,"
            + "\"null\":null,\"empty\":{},\"none\":[],\"\":\"\",\"text\":\"\\u0000é🌊\\ud83c\\udf0a\\u2028\","
            + "\"z\":[1,[2,{\"deep\":[]}]],\"a\":true}";
    String id = create(body);

    String expected = "{\"_id\":\"" + id + "\"," + body.substring(1);
    SameJson.assertSame(api.send("GET", PATH + "/" + id).body(), expected);
    SameJson.assertSame(api.send("GET", PATH).body(), "{\"students\":[" + expected + "]}");
    SameJson.assertSame(api.json("PUT", PATH + "/" + id, body).body(), expected);
    assertThat(api.send("GET", PATH + "/" + id).body()).contains("\"zero\":-0.0");
  }

  @Test
  void aHundredLevelsAndAMebibyteAreStored() {
    String deepest = "{\"a\":".repeat(99) + "{}" + "}".repeat(99);
    String largest = "{\"a\":\"" + "x".repeat((1 << 20) - 8) + "\"}";

    for (String body : List.of(deepest, largest)) {
      String id = create(body);
      SameJson.assertSame(
          api.send("GET", PATH + "/" + id).body(), "{\"_id\":\"" + id + "\"," + body.substring(1));
      assertThat(api.json("PUT", PATH + "/" + id, body).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void theOpenApiDocumentDescribesTheRoutesWithExamples() {
    JsonObject document = object(api.send("GET", "/openapi", "Accept", "application/json"));
    JsonObject student = described(document, "/components/schemas/Student/example");
    JsonObject stored = described(document, "/components/schemas/StoredStudent/example");

    JsonObject created = object(api.json("POST", PATH, student.toString()));
    assertThat(created)
        .isEqualTo(Json.createObjectBuilder(stored).add("_id", created.get("_id")).build());
    assertThat(described(document, "/paths/~1api~1students~1{id}/delete/responses"))
        .containsKeys("204", "400", "404", "503");
    assertThat(described(document, "/components/responses/Invalid/content"))
        .containsOnlyKeys("application/problem+json");
  }

  private static JsonObject described(JsonObject document, String pointer) {
    return Json.createPointer(pointer).getValue(document).asJsonObject();
  }

  @Test
  void clientsThatDoNotReadTheirAnswersDelayNoOther() throws Exception {
    String large = create("{\"text\":\"" + "x".repeat(1_000_000) + "\"}");
    String small = PATH + "/" + create("{}");
    List<Socket> slow = new ArrayList<>();
    try {
      for (int n = 0; n < SLOW; n++) {
        Socket socket = new Socket();
        slow.add(socket);
        socket.setReceiveBufferSize(4096);
        socket.connect(new InetSocketAddress(base.getHost(), base.getPort()));
        String request = "GET " + base.resolve(PATH + "/" + large).getPath() + " HTTP/1.1\r\n";
        // more than the buffers on the way hold
        socket.getOutputStream().write((request + "Host: a\r\n\r\n").repeat(20).getBytes(UTF_8));
      }
      for (int round = 0; round < 20; round++) {
        List<CompletableFuture<HttpResponse<String>>> others =
            Stream.generate(() -> api.begin("GET", small)).limit(10).toList();
        assertThat(others).allMatch(answer -> answer.join().statusCode() == 200);
      }
    } finally {
      for (Socket socket : slow) {
        socket.close();
      }
    }
  }
}
