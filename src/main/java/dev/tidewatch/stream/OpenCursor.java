package dev.tidewatch.stream;

/**
 * A cursor that the server holds open.
 *
 * @param id never 0
 * @param collection what the server calls its collection, for getMore and killCursors
 */
record OpenCursor(long id, String collection) {}
