package dev.tidewatch.students.boundary;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.CreateCollectionOptions;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.ValidationOptions;
import dev.tidewatch.json.HostileBodies;
import dev.tidewatch.testing.Api;
import dev.tidewatch.testing.Deployments;
import dev.tidewatch.testing.NeedsRealMongo;
import dev.tidewatch.testing.TestMongo;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import net.jqwik.api.sessions.JqwikSession;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every request that is wrong is told how, as a problem document, and nothing is stored. */
@ArquillianTest
@RunAsClient
class StudentProblemsIT {

  private static final String PATH = "api/students";
  private static final String UNKNOWN = PATH + "/5f9b3b3b3b3b3b3b3b3b3b3b";

  private static MongoClient client;
  private static MongoCollection<BsonDocument> collection;

  @ArquillianResource private URI base;
  private Api api;

  @Deployment(testable = false)
  static WebArchive war() {
    return Deployments.tidewatch(
        TestMongo.uri(),
        "student_problems_it.test",
        "tidewatch.students.ns=student_problems_it.students");
  }

  @BeforeAll
  static void connect() {
    client = MongoClients.create(TestMongo.uri());
    collection =
        client.getDatabase("student_problems_it").getCollection("students", BsonDocument.class);
  }

  @AfterAll
  static void disconnect() {
    client.close();
  }

  @BeforeEach
  void empty() {
    collection.drop();
    api = new Api(base);
  }

  @Test
  void aBodyThatCannotBeStoredIsRefusedWithThePlaceAndTheReason() {
    String id = "some";
    collection.insertOne(BsonDocument.parse("{_id: 'some'}"));
    String tooDeep = "{\"a\":".repeat(101) + "1" + "}".repeat(101);
    List<List<String>> refused =
        List.of(
            List.of("", "not JSON"),
            List.of("{\"a\":1", "not JSON"),
            List.of("{'a':1}", "not JSON"),
            List.of("[{}]", "must be a JSON object"),
            List.of("7", "must be a JSON object"),
            List.of("{\"$set\":1}", "starts with $"),
            List.of("{\"a\":{\"$oid\":\"5f9b3b3b3b3b3b3b3b3b3b3b\"}}", "starts with $"),
            List.of("{\"a\\u0000\":1}", "U+0000"),
            List.of("{\"a\":1,\"a\":1}", "comes twice"),
            List.of("{\"a\":\"\\udead\"}", "surrogate"),
            List.of("{\"a\":0.12345678901234567890123456789012345}", "34 significant digits"),
            List.of(tooDeep, "100 levels"));
    for (List<String> each : refused) {
      for (String route : List.of("POST " + PATH, "PUT " + PATH + "/" + id)) {
        String[] words = route.split(" ");
        JsonObject problem = problem(400, api.json(words[0], words[1], each.get(0)));

        assertThat(problem.getString("detail")).contains(each.get(1), "See line");
        assertThat(problem.getInt("line")).isEqualTo(1);
        assertThat(problem.getInt("column")).isPositive();
      }
    }
    assertThat(collection.find()).containsExactly(BsonDocument.parse("{_id: 'some'}"));
  }

  @Test
  void aChangeOfTheIdAndAChangeOfNothingAreRefused() {
    collection.insertOne(BsonDocument.parse("{_id: 'some', a: 1}"));
    String path = PATH + "/some";

    assertThat(
            problem(400, api.json("PUT", path, "{\"_id\":\"other\",\"a\":2}")).getString("detail"))
        .contains("not the one in the path");
    problem(400, api.json("PUT", path, "{\"_id\":null,\"a\":2}"));
    problem(400, api.json("PUT", path, "{}"));
    assertThat(problem(400, api.json("PUT", path, "{\"_id\":\"some\"}")).getString("detail"))
        .contains("at least one field");
    assertThat(collection.find()).containsExactly(BsonDocument.parse("{_id: 'some', a: 1}"));
  }

  @Test
  void anUnknownStudentAndAnUnknownPathAre404() {
    assertThat(problem(404, api.send("GET", UNKNOWN)).getString("detail"))
        .isEqualTo("There is no student with the _id \"5f9b3b3b3b3b3b3b3b3b3b3b\".");
    problem(404, api.json("PUT", UNKNOWN, "{\"a\":1}"));
    problem(404, api.json("PUT", UNKNOWN, "{\"a.b\":1}"));
    problem(404, api.send("DELETE", UNKNOWN));
    problem(404, api.send("GET", "api/nothing"));
    problem(404, api.send("GET", PATH + "/a/b"));
    assertThat(collection.countDocuments()).isZero();
  }

  @Test
  void aParameterThatMakesNoSenseIsNamedWithItsValueAndWhatWouldBeRight() {
    for (String limit : List.of("0", "1001", "-1", "abc", "", "1.5", "99999999999999999999")) {
      JsonObject problem = problem(400, api.send("GET", PATH + "?limit=" + limit));

      assertThat(problem.getString("parameter")).isEqualTo("limit");
      assertThat(problem.getString("value")).isEqualTo(limit);
      assertThat(problem.getString("detail"))
          .isEqualTo(
              "The parameter limit is \"%s\"; it must be a whole number from 1 to 1000."
                  .formatted(limit));
    }
    assertThat(problem(400, api.send("GET", PATH + "?skip=-1&limit=5")).getString("detail"))
        .contains("skip is \"-1\"", "from 0 to 2147483647");
    for (String after : List.of("%7B", "%7B%22a%22:1%7D", "%7B%22_id%22:%7B%22$oid%22:1%7D%7D")) {
      assertThat(problem(400, api.send("GET", PATH + "?after=" + after)).getString("parameter"))
          .isEqualTo("after");
    }
    String deep = "%7B%22_id%22:" + "%5B".repeat(2000);
    problem(400, api.send("GET", PATH + "?after=" + deep));
    problem(400, api.send("GET", PATH + "/%7B"));
  }

  @Test
  void aBodyOverAMebibyteIs413WhetherOrNotItsLengthIsSaid() {
    byte[] large = ("{\"a\":\"" + "x".repeat(1 << 20) + "\"}").getBytes();

    problem(413, api.json("POST", PATH, BodyPublishers.ofByteArray(large)));
    problem(
        413,
        api.json(
            "PUT", UNKNOWN, BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large))));
  }

  @Test
  void mediaTypesAndMethodsThatAreNotTakenAreProblemsToo() {
    for (String type : List.of("text/plain", "application/x-www-form-urlencoded", "text/json")) {
      for (String route : List.of("POST " + PATH, "PUT " + UNKNOWN)) {
        String[] words = route.split(" ");
        problem(
            415,
            api.send(
                words[0], words[1], BodyPublishers.ofString("{\"a\":1}"), "Content-Type", type));
      }
    }
    problem(415, api.send("POST", PATH, BodyPublishers.ofString("{\"a\":1}")));
    problem(406, api.send("GET", PATH, "Accept", "text/html"));
    problem(406, api.send("GET", UNKNOWN, "Accept", "application/xml"));
    HttpResponse<String> patched = api.json("PATCH", UNKNOWN, "{}");
    problem(405, patched);
    assertThat(patched.headers().firstValue("Allow").orElse("")).contains("GET", "PUT", "DELETE");
    problem(405, api.send("DELETE", PATH));
    problem(405, api.json("PUT", PATH, "{\"a\":1}"));
    problem(405, api.json("POST", UNKNOWN, "{\"a\":1}"));
    assertThat(collection.countDocuments()).isZero();
  }

  @Test
  void aMediaTypeMayHaveParametersAndALongListOfAcceptedOnesIsFine() {
    HttpResponse<String> created =
        api.send(
            "POST",
            PATH,
            BodyPublishers.ofString("{}"),
            "Content-Type",
            "application/json; charset=utf-8",
            "Accept",
            "text/html,application/xhtml+xml,*/*;q=0.8");

    assertThat(created.statusCode()).isEqualTo(201);
  }

  @Test
  void aValueThatAnotherStudentHasWhereTheyAreUniqueIs409() {
    collection.createIndex(Indexes.ascending("email"), new IndexOptions().unique(true));
    collection.insertOne(BsonDocument.parse("{_id: 'a', email: 'a@x'}"));
    collection.insertOne(BsonDocument.parse("{_id: 'b', email: 'b@x'}"));

    problem(409, api.json("POST", PATH, "{\"email\":\"a@x\"}"));
    problem(409, api.json("PUT", PATH + "/b", "{\"email\":\"a@x\"}"));
  }

  @Test
  @NeedsRealMongo
  void aDocumentThatBreaksTheCollectionsRulesIs400AndOneThatGrowsTooLarge413() {
    MongoDatabase database = client.getDatabase("student_problems_it");
    database.createCollection(
        "students",
        new CreateCollectionOptions()
            .validationOptions(new ValidationOptions().validator(Filters.exists("name"))));

    problem(400, api.json("POST", PATH, "{\"gpa\":3.9}"));
    BsonDocument large = new BsonDocument("_id", new BsonString("large"));
    large.append("name", new BsonString("x".repeat((16 << 20) - 1000)));
    collection.insertOne(large);
    problem(413, api.json("PUT", PATH + "/large", "{\"a\":\"" + "x".repeat(2000) + "\"}"));
  }

  @Test
  void noBodyMakesTheServerFail() {
    JqwikSession.run(
        () ->
            HostileBodies.all()
                .sampleStream()
                .limit(300)
                .forEach(
                    body -> {
                      for (String route : List.of("POST " + PATH, "PUT " + UNKNOWN)) {
                        String[] words = route.split(" ");
                        var publisher = BodyPublishers.ofByteArray(body);
                        assertThat(api.json(words[0], words[1], publisher).statusCode())
                            .as(() -> new String(body))
                            .isIn(201, 400, 404);
                      }
                    }));
  }

  @Test
  void anAddressIsNeverAnOperator() {
    collection.insertOne(BsonDocument.parse("{_id: 'some'}"));
    for (String id : List.of("{$gt:''}", "{$ne:null}", "{$regex:'.'}", "/./", "{$in:['some']}")) {
      String path =
          PATH + "/" + URLEncoder.encode("{\"_id\":" + id + "}", UTF_8).replace("+", "%20");
      // a server refuses a slash by itself
      assertThat(api.send("DELETE", path).statusCode()).as(id).isEqualTo(400);
      assertThat(api.json("PUT", path, "{\"a\":1}").statusCode()).as(id).isEqualTo(400);
    }
    assertThat(collection.find()).containsExactly(BsonDocument.parse("{_id: 'some'}"));
  }

  @Test
  void noAddressMakesTheServerFail() {
    List<String> addresses =
        List.of(
            "%00",
            "%FF",
            "%ED%A0%80",
            "%20",
            "..",
            "%2e%2e",
            ";a=b",
            "a;b=c",
            "%22",
            "%24ne",
            "x".repeat(4000),
            "%7B%22_id%22:%7B%22$gt%22:%22%22%7D%7D",
            "%7B%22_id%22:%7B%22$undefined%22:true%7D%7D",
            "%7B%22_id%22:%7B%22$minKey%22:1%7D%7D",
            "%7B%22_id%22:%7B%22$regex%22:%22.%22%7D%7D",
            "%7B%22_id%22:%5B1%5D%7D",
            "%7B_id:function()%7B%7D%7D",
            "%7B_id:new%20Date(%22x%22)%7D",
            "%7B%22_id%22:%7B%22$code%22:%22x%22,%22$scope%22:%7B%7D%7D%7D");
    for (String address : addresses) {
      for (String path : List.of(PATH + "/" + address, PATH + "?after=" + address)) {
        assertThat(api.send("GET", path).statusCode()).as(path).isLessThan(500);
      }
      assertThat(api.send("DELETE", PATH + "/" + address).statusCode())
          .as(address)
          .isBetween(400, 499);
    }
  }

  /** Checks that it is a problem document and says nothing that it should not. */
  private static JsonObject problem(int status, HttpResponse<String> response) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(response.body()).doesNotContain("Exception", "com.mongodb", "\tat ");
    try (var reader = Json.createReader(new StringReader(response.body()))) {
      JsonObject problem = reader.readObject();
      assertThat(problem.getInt("status")).isEqualTo(status);
      assertThat(problem.getString("title")).isNotEmpty();
      assertThat(problem.getString("detail")).isNotEmpty();
      return problem;
    }
  }
}
