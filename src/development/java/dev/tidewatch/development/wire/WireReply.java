package dev.tidewatch.development.wire;

import de.bwaldvogel.mongo.bson.Document;

/**
 * One reply to the wire.
 *
 * @param to the id of the request
 * @param legacy whether it goes as OP_REPLY
 */
public record WireReply(int to, boolean legacy, Document body) {}
