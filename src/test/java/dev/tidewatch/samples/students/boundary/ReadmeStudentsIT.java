package dev.tidewatch.samples.students.boundary;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import dev.tidewatch.testing.Deployments;
import dev.tidewatch.testing.mongo.TestMongo;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The commands of {@code docs/samples.md} do what it says. */
@ArquillianTest
@RunAsClient
class ReadmeStudentsIT {

  private static final Pattern WALK =
      Pattern.compile("## Students\\n.*?\\n```\\n(.*?)```", Pattern.DOTALL);

  @ArquillianResource private URI base;

  @Deployment(testable = false)
  static WebArchive war() {
    return Deployments.tidewatch(
        TestMongo.uri(),
        "readme_students_it.test",
        "tidewatch.students.ns=readme_students_it.students");
  }

  @BeforeAll
  static void empty() {
    try (MongoClient client = MongoClients.create(TestMongo.uri())) {
      client.getDatabase("readme_students_it").drop();
    }
  }

  @Test
  void eachCommandOfTheReadmeAnswersAsItShould() throws Exception {
    Matcher walk = WALK.matcher(Files.readString(Path.of("docs/samples.md")));
    assertThat(walk.find()).isTrue();
    List<String> answers = new ArrayList<>();
    String id = "ID";
    for (String command : walk.group(1).split("\n")) {
      answers.add(
          run(command.replace("http://localhost:8888/", base.toString()).replace("ID", id)));
      Matcher found = Pattern.compile("\"_id\":\"([0-9a-f]{24})\"").matcher(answers.get(0));
      id = found.find() ? found.group(1) : id;
    }

    String student = "{\"_id\":\"" + id + "\",\"name\":\"Jane Doe\",\"gpa\":3.9}";
    assertThat(answers).hasSize(6);
    assertThat(answers.get(0)).contains(" 201 ", "Location: students/" + id, student);
    assertThat(answers.get(1)).isEqualTo("{\"students\":[" + student + "]}");
    assertThat(answers.get(2)).isEqualTo(student);
    assertThat(answers.get(3)).isEqualTo(student.replace("3.9", "4.0"));
    assertThat(answers.get(4)).contains(" 204 ");
    assertThat(answers.get(5)).contains(" 404 ", "application/problem+json", id);
  }

  /** As somebody types it, but for the progress that curl shows to whoever has no terminal. */
  private static String run(String command) throws IOException, InterruptedException {
    assertThat(command).startsWith("curl ");
    Process process =
        new ProcessBuilder("bash", "-c", command.replaceFirst("curl", "curl -sS"))
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }
}
