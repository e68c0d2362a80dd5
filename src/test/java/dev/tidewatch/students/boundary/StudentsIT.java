package dev.tidewatch.students.boundary;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import dev.tidewatch.json.SameJson;
import dev.tidewatch.testing.Api;
import dev.tidewatch.testing.Deployments;
import dev.tidewatch.testing.TestMongo;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bson.BsonDocument;
import org.bson.BsonObjectId;
import org.bson.BsonString;
import org.bson.types.ObjectId;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every route of the students, as its clients reach it. */
@ArquillianTest
@RunAsClient
class StudentsIT {

  private static final String PATH = "api/students";
  private static final Pattern NEXT = Pattern.compile("<([^>]+)>; rel=\"next\"");

  private static MongoClient client;
  private static MongoCollection<BsonDocument> collection;

  @ArquillianResource private URI base;
  private Api api;

  @Deployment(testable = false)
  static WebArchive war() {
    return Deployments.tidewatch(
        TestMongo.uri(), "students_it.test", "tidewatch.students.ns=students_it.students");
  }

  @BeforeAll
  static void connect() {
    client = MongoClients.create(TestMongo.uri());
    collection = client.getDatabase("students_it").getCollection("students", BsonDocument.class);
  }

  @AfterAll
  static void disconnect() {
    client.close();
  }

  @BeforeEach
  void empty() {
    collection.deleteMany(new BsonDocument());
    api = new Api(base);
  }

  @Test
  void aNewStudentIsAnsweredWith201ItsDocumentAndItsPlace() {
    HttpResponse<String> created =
        api.json("POST", PATH, "{\"name\":\"Ada\",\"_id\":\"mine\",\"gpa\":3.9}");

    assertThat(created.statusCode()).isEqualTo(201);
    assertThat(created.headers().firstValue("Content-Type")).hasValue("application/json");
    String id = object(created).getString("_id");
    assertThat(ObjectId.isValid(id)).isTrue();
    assertThat(created.body()).isEqualTo("{\"_id\":\"" + id + "\",\"name\":\"Ada\",\"gpa\":3.9}");
    assertThat(created.headers().firstValue("Location"))
        .hasValue(base.resolve(PATH + "/" + id).toString());
    assertThat(collection.find()).containsExactly(BsonDocument.parse(created.body()));
    assertThat(api.send("GET", PATH + "/" + id).body()).isEqualTo(created.body());
  }

  @Test
  void aChangeSetsTheGivenFieldsAndNoOthersAndMayChangeNothing() {
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
  void aRemovedStudentIsAnsweredWith204AndIsGone() {
    String path = PATH + "/" + create("{}");

    HttpResponse<String> removed = api.send("DELETE", path);
    assertThat(removed.statusCode()).isEqualTo(204);
    assertThat(removed.body()).isEmpty();
    assertThat(api.send("DELETE", path).statusCode()).isEqualTo(404);
    assertThat(collection.countDocuments()).isZero();
  }

  @Test
  void whatComesBackIsWhatWentIn() {
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
  void aListIsInTheOrderOfIdsAndItsLinksLeadThroughAll() {
    List<String> ids = new ArrayList<>();
    for (int n = 0; n < 7; n++) {
      ids.add(create("{\"n\":" + n + "}"));
    }

    assertThat(ids(api.send("GET", PATH))).isEqualTo(ids);
    assertThat(api.send("GET", PATH).headers().firstValue("Link")).isEmpty();
    assertThat(ids(api.send("GET", PATH + "?skip=5"))).isEqualTo(ids.subList(5, 7));
    assertThat(ids(api.send("GET", PATH + "?limit=2&skip=1&after=" + ids.get(1))))
        .isEqualTo(ids.subList(3, 5));
    assertThat(through("?limit=3")).isEqualTo(ids);
    assertThat(through("?limit=7")).isEqualTo(ids);
  }

  @Test
  void othersIdsOfEveryKindAreListedFoundChangedAndRemoved() {
    List<String> values =
        List.of(
            "null",
            "5",
            "{$numberLong: '7'}",
            "7.5",
            "''",
            "'5f9b3b3b3b3b3b3b3b3b3b3b'",
            "'a b/ü?'",
            "'{'",
            "'{\"_id\":1}'",
            "{x: {$oid: '5f9b3b3b3b3b3b3b3b3b3b3b'}}",
            "{$uuid: '00112233-4455-6677-8899-aabbccddeeff'}",
            "{$oid: '5f9b3b3b3b3b3b3b3b3b3b3c'}",
            "true",
            "{$date: '2020-01-01T00:00:00Z'}");
    for (String value : values) {
      collection.insertOne(BsonDocument.parse("{_id: " + value + "}"));
    }

    List<String> links = new ArrayList<>();
    String path = PATH + "?limit=1";
    for (int n = 0; n < values.size(); n++) {
      HttpResponse<String> page = api.send("GET", path);
      assertThat(object(page).getJsonArray("students")).as(path).hasSize(1);
      Matcher next = NEXT.matcher(page.headers().firstValue("Link").orElse(""));
      assertThat(next.matches()).isEqualTo(n < values.size() - 1);
      if (next.matches()) {
        path = next.group(1);
        links.add(path.substring(path.indexOf("after=") + "after=".length()));
      }
    }
    assertThat(links).doesNotHaveDuplicates();
    // servers take no slash or backslash within a segment of a path, however it is written
    links.removeIf(id -> id.isEmpty() || id.contains("%2F") || id.contains("%5C"));
    assertThat(links).hasSizeGreaterThan(8);
    for (String id : links) {
      String student = PATH + "/" + id.replace("+", "%20");
      assertThat(api.send("GET", student).statusCode()).as(id).isEqualTo(200);
      assertThat(api.json("PUT", student, "{\"n\":1}").body()).as(id).contains("\"n\":1");
      assertThat(api.send("DELETE", student).statusCode()).as(id).isEqualTo(204);
    }
    assertThat(api.send("GET", PATH + "/5").statusCode()).isEqualTo(404);
  }

  @Test
  void anObjectIdIsFoundByItsHexUnlessATextIsTheSame() {
    String hex = "5f9b3b3b3b3b3b3b3b3b3b3b";
    collection.insertOne(
        BsonDocument.parse("{_id: {$oid: '" + hex + "'}, at: {$date: '2020-01-01T00:00:00Z'}}"));
    String path = PATH + "/" + hex;

    assertThat(api.send("GET", path).body())
        .isEqualTo(
            "{\"_id\":{\"$oid\":\"" + hex + "\"},\"at\":{\"$date\":\"2020-01-01T00:00:00Z\"}}");
    assertThat(api.json("PUT", path, "{\"n\":1}").body()).contains("\"n\":1");

    collection.insertOne(BsonDocument.parse("{_id: '" + hex + "'}"));
    assertThat(api.send("DELETE", path).statusCode()).isEqualTo(204);
    assertThat(api.send("GET", path).body()).contains("$oid");
    assertThat(api.send("DELETE", path).statusCode()).isEqualTo(204);
    assertThat(api.send("DELETE", path).statusCode()).isEqualTo(404);
  }

  @Test
  void whoAsksAtTheSameTimeAsManyOthersGetsTheStudentThatWasAskedFor() {
    // as the database compares them, which is not as Java does
    collection.insertOne(BsonDocument.parse("{\"_id\": {\"$numberInt\": \"5\"}, \"n\": \"5\"}"));
    Map<String, String> expected = new HashMap<>();
    expected.put("%7B%22_id%22:%7B%22$numberDouble%22:%225.0%22%7D%7D", "\"n\":\"5\"");
    expected.put("%7B%22_id%22:5%7D", "\"n\":\"5\"");
    expected.put("nobody", "There is no student with the _id");
    for (int n = 0; n < 30; n++) {
      ObjectId id = new ObjectId();
      collection.insertOne(
          new BsonDocument("_id", new BsonObjectId(id)).append("n", new BsonString("o" + n)));
      expected.put(id.toHexString(), "\"n\":\"o" + n + "\"");
      expected.put("%7B%22_id%22:%7B%22$oid%22:%22" + id + "%22%7D%7D", "\"n\":\"o" + n + "\"");
      expected.put(create("{\"n\":\"t" + n + "\"}"), "\"n\":\"t" + n + "\"");
    }

    for (int round = 0; round < 5; round++) {
      Map<String, CompletableFuture<HttpResponse<String>>> answers = new HashMap<>();
      expected.keySet().forEach(id -> answers.put(id, api.begin("GET", PATH + "/" + id)));
      answers.forEach((id, answer) -> assertThat(answer.join().body()).contains(expected.get(id)));
    }
  }

  @Test
  void theRoutesAreDescribedWithExamplesForPrograms() {
    assertThat(api.send("GET", "/openapi").body())
        .contains("/api/students/{id}:", "Jane Doe", "application/problem+json", "\"204\":");
  }

  private List<String> through(String query) {
    List<String> all = new ArrayList<>();
    String path = PATH + query;
    while (true) {
      HttpResponse<String> page = api.send("GET", path);
      all.addAll(ids(page));
      Matcher next = NEXT.matcher(page.headers().firstValue("Link").orElse(""));
      if (!next.matches()) {
        return all;
      }
      path = next.group(1);
    }
  }

  private String create(String body) {
    HttpResponse<String> created = api.json("POST", PATH, body);
    assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
    return object(created).getString("_id");
  }

  private static List<String> ids(HttpResponse<String> list) {
    assertThat(list.statusCode()).isEqualTo(200);
    return object(list).getJsonArray("students").stream()
        .map(JsonValue::asJsonObject)
        .map(student -> student.getString("_id"))
        .toList();
  }

  private static JsonObject object(HttpResponse<String> response) {
    try (var reader = Json.createReader(new StringReader(response.body()))) {
      return reader.readObject();
    }
  }
}
