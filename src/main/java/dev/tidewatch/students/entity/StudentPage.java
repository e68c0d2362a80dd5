package dev.tidewatch.students.entity;

import java.util.List;
import org.bson.BsonDocument;

/**
 * Students in the order of their {@code _id}.
 *
 * @param last the last one's {@code _id} if there are more after it, else null
 */
public record StudentPage(List<BsonDocument> students, StudentId last) {}
