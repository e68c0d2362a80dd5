package dev.tidewatch.samples.students.boundary;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import org.bson.BsonDocument;
import org.bson.BsonObjectId;
import org.bson.BsonString;
import org.bson.types.ObjectId;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.Test;

/** Students are found by their ids, of whatever kind, and listed in their order. */
@ArquillianTest
@RunAsClient
class StudentIdsIT extends OwnStudents {

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
        path = PATH + next.group(1);
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
  void concurrentRequestsEachGetTheStudentTheyAskedFor() {
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
}
