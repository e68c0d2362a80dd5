package dev.tidewatch.samples.students.boundary;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.CreateCollectionOptions;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.ValidationOptions;
import dev.tidewatch.json.HostileBodies;
import dev.tidewatch.testing.mongo.NeedsRealMongo;
import jakarta.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import net.jqwik.api.sessions.JqwikSession;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.Test;

/** Every body that is wrong is told how, as a problem document, and nothing is stored. */
@ArquillianTest
@RunAsClient
class StudentBodyProblemsIT extends OwnStudents {

  @Test
  void anUnstorableBodyIsRefusedWithPositionAndReason() {
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
            List.of("{\"a\":1,\"a\":1}", "occurs twice"),
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
  void aBodyOverAMebibyteIs413WhetherOrNotItsLengthIsSaid() {
    byte[] large = ("{\"a\":\"" + "x".repeat(1 << 20) + "\"}").getBytes();

    problem(413, api.json("POST", PATH, BodyPublishers.ofByteArray(large)));
    problem(
        413,
        api.json(
            "PUT", UNKNOWN, BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large))));
  }

  @Test
  void aDuplicateOfAUniqueValueIs409() {
    collection.createIndex(Indexes.ascending("email"), new IndexOptions().unique(true));
    collection.insertOne(BsonDocument.parse("{_id: 'a', email: 'a@x'}"));
    collection.insertOne(BsonDocument.parse("{_id: 'b', email: 'b@x'}"));

    problem(409, api.json("POST", PATH, "{\"email\":\"a@x\"}"));
    problem(409, api.json("PUT", PATH + "/b", "{\"email\":\"a@x\"}"));
  }

  @Test
  @NeedsRealMongo
  void anInvalidDocumentIs400AndAnUpdateThatGrowsItTooLarge413() {
    MongoDatabase database = client.getDatabase(DATABASE);
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
}
