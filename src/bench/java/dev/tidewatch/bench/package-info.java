/**
 * What {@code scripts/bench} measures with: many clients, a writer, and the floor, the least that a
 * server on a JVM could do for the same deliveries. It needs the JDK and MongoDB's driver alone,
 * and is in neither the WAR nor the tests.
 */
package dev.tidewatch.bench;
