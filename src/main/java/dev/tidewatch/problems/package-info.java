/**
 * Errors of the REST API: always a problem document (RFC 9457) with a remedy, never a stack trace
 * or the database's own message.
 */
package dev.tidewatch.problems;
