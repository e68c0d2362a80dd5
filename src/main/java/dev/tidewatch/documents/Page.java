package dev.tidewatch.documents;

import java.util.List;
import org.bson.BsonDocument;

/**
 * Documents in the order that was asked for.
 *
 * @param next the last one's {@code _id} if there are more after it, else null
 */
public record Page(List<BsonDocument> documents, DocumentId next) {}
