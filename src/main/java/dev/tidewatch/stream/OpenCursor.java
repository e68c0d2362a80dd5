package dev.tidewatch.stream;

/**
 * A cursor that the server holds open.
 *
 * @param id never 0
 * @param collection the server's name of its collection, for getMore and killCursors
 */
record OpenCursor(long id, String collection) {}
