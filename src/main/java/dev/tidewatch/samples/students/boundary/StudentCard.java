package dev.tidewatch.samples.students.boundary;

import dev.tidewatch.documents.DocumentId;
import dev.tidewatch.json.JsonWriter;
import dev.tidewatch.text.Invisible;
import java.nio.charset.StandardCharsets;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/**
 * A student as the page shows it until its script takes over. Has getters because EL reads
 * properties.
 */
public final class StudentCard {

  private static final int MOST_CHARACTERS = 2000;

  private final BsonDocument student;

  StudentCard(BsonDocument student) {
    this.student = student;
  }

  /** The id as written in an address. */
  public String getId() {
    return new DocumentId(student.get("_id")).text();
  }

  /** The student's name; the id if there is none. */
  public String getName() {
    BsonValue name = student.get("name");
    return name != null && name.isString() && !name.asString().getValue().isBlank()
        ? name.asString().getValue()
        : getId();
  }

  /** The document as JSON, or its beginning, with invisible characters escaped. */
  public String getText() {
    String json = Invisible.escape(new String(JsonWriter.write(student), StandardCharsets.UTF_8));
    return json.length() > MOST_CHARACTERS ? json.substring(0, MOST_CHARACTERS) + "…" : json;
  }
}
