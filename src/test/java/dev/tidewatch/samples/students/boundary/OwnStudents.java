package dev.tidewatch.samples.students.boundary;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import dev.tidewatch.testing.Deployments;
import dev.tidewatch.testing.Fork;
import dev.tidewatch.testing.clients.Api;
import dev.tidewatch.testing.mongo.TestMongo;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bson.BsonDocument;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** Students in a database of these tests' own, and a client of their routes. */
abstract class OwnStudents {

  static final String DATABASE = Fork.own("own_students_it");
  static final String PATH = "api/students";

  /** The path of a student that does not exist. */
  static final String UNKNOWN = PATH + "/5f9b3b3b3b3b3b3b3b3b3b3b";

  static final Pattern NEXT = Pattern.compile("<([^>]+)>; rel=\"next\"");

  static MongoClient client;

  @ArquillianResource URI base;
  Api api;
  MongoCollection<BsonDocument> collection;

  @Deployment(testable = false)
  static WebArchive war() {
    return Deployments.tidewatch(
        TestMongo.uri(), DATABASE + ".test", "tidewatch.students.ns=" + DATABASE + ".students");
  }

  @BeforeAll
  static void connect() {
    client = MongoClients.create(TestMongo.uri());
  }

  @AfterAll
  static void disconnect() {
    client.close();
  }

  /** Nothing is left of the test before: no student, no index, no rule. */
  @BeforeEach
  void open() {
    collection = client.getDatabase(DATABASE).getCollection("students", BsonDocument.class);
    collection.drop();
    api = new Api(base);
  }

  String create(String body) {
    HttpResponse<String> created = api.json("POST", PATH, body);
    assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
    return object(created).getString("_id");
  }

  static List<String> ids(HttpResponse<String> list) {
    assertThat(list.statusCode()).isEqualTo(200);
    return object(list).getJsonArray("students").stream()
        .map(JsonValue::asJsonObject)
        .map(student -> student.getString("_id"))
        .toList();
  }

  /** The ids of a list and of all that its links lead to. */
  List<String> through(String query) {
    List<String> all = new ArrayList<>();
    String path = PATH + query;
    while (true) {
      HttpResponse<String> page = api.send("GET", path);
      all.addAll(ids(page));
      Matcher next = NEXT.matcher(page.headers().firstValue("Link").orElse(""));
      if (!next.matches()) {
        return all;
      }
      // a relative reference, which holds behind a proxy too
      assertThat(next.group(1)).startsWith("?limit=");
      path = PATH + next.group(1);
    }
  }

  static JsonObject object(HttpResponse<String> response) {
    try (var reader = Json.createReader(new StringReader(response.body()))) {
      return reader.readObject();
    }
  }

  /** Checks that it is a problem document and says nothing that it should not. */
  static JsonObject problem(int status, HttpResponse<String> response) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(response.body()).doesNotContain("Exception", "com.mongodb", "\tat ");
    JsonObject problem = object(response);
    assertThat(problem.getInt("status")).isEqualTo(status);
    assertThat(problem.getString("title")).isNotEmpty();
    assertThat(problem.getString("detail")).isNotEmpty();
    return problem;
  }
}
