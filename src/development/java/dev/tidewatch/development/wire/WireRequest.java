package dev.tidewatch.development.wire;

import de.bwaldvogel.mongo.bson.Document;

/**
 * One command off the wire.
 *
 * @param id what the reply refers to
 * @param legacy whether it came as OP_QUERY, as the first greeting of a driver does, and is to be
 *     answered as such
 * @param replyExpected false for an unacknowledged write
 * @param command null if it could not be read
 * @param unreadable why it could not be read, else null
 */
public record WireRequest(
    int id,
    boolean legacy,
    boolean replyExpected,
    String database,
    Document command,
    String unreadable) {}
