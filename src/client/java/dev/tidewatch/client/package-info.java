/**
 * Tidewatch's client for Java: reads the feeds of a server as Server-Sent Events, and resumes where
 * it was. A jar of its own (classifier {@code client}), which needs Java 17 and MongoDB's {@code
 * bson} alone; nothing of the server uses it.
 *
 * <p>{@link dev.tidewatch.client.TidewatchClient} is where to begin.
 */
package dev.tidewatch.client;
