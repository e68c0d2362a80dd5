package dev.tidewatch.documents;

import java.util.List;
import org.bson.BsonDocument;

/**
 * Documents in the requested order.
 *
 * @param next the last one's {@code _id} if there are more after it, else null
 */
public record Page(List<BsonDocument> documents, DocumentId next) {}
