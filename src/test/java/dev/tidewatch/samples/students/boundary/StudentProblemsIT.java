package dev.tidewatch.samples.students.boundary;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import org.bson.BsonDocument;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.Test;

/** Every address and header that is wrong is told how, as a problem document; nothing is stored. */
@ArquillianTest
@RunAsClient
class StudentProblemsIT extends OwnStudents {

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
  void anInvalidParameterIsNamedWithItsValueAndTheRemedy() {
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
}
