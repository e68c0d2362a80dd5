/**
 * How the REST API says that something went wrong: always a problem document (RFC 9457), with what
 * to do, and never a stack trace or the database's own words.
 */
package dev.tidewatch.problems;
