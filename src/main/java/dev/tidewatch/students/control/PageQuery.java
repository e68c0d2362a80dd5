package dev.tidewatch.students.control;

import com.mongodb.client.FindIterable;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoCursor;
import com.mongodb.client.model.Sorts;
import dev.tidewatch.students.entity.StudentId;
import dev.tidewatch.students.entity.StudentPage;
import dev.tidewatch.students.entity.StudentRange;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.RawBsonDocument;

/**
 * Reads one page along the index of {@code _id}, so that the last page of a million takes as long
 * as the first. A page of large documents ends before its limit: an answer has to fit into memory.
 */
record PageQuery(StudentRange range) {

  /** A page ends with the document that reaches it. */
  static final int MOST_BYTES = 8 << 20;

  /** One more than the page holds tells whether there are more. */
  FindIterable<RawBsonDocument> on(MongoCollection<RawBsonDocument> students) {
    return students
        .find(range.after() == null ? new BsonDocument() : greaterThan(range.after()))
        .sort(Sorts.ascending("_id"))
        .skip(range.skip())
        .limit(range.limit() + 1);
  }

  StudentPage run(MongoCollection<BsonDocument> students) {
    List<BsonDocument> page = new ArrayList<>();
    int bytes = 0;
    try (MongoCursor<RawBsonDocument> cursor =
        on(students.withDocumentClass(RawBsonDocument.class)).cursor()) {
      while (cursor.hasNext()) {
        if (page.size() == range.limit() || bytes >= MOST_BYTES) {
          return new StudentPage(page, new StudentId(page.get(page.size() - 1).get("_id")));
        }
        RawBsonDocument student = cursor.next();
        bytes += student.getByteBuffer().remaining();
        page.add(student);
      }
    }
    return new StudentPage(page, null);
  }

  /**
   * An aggregation's $gt: that of a query leaves out all that is of another type than its value.
   */
  private static BsonDocument greaterThan(StudentId id) {
    BsonArray sides =
        new BsonArray(List.of(new BsonString("$_id"), new BsonDocument("$literal", id.value())));
    return new BsonDocument("$expr", new BsonDocument("$gt", sides));
  }
}
