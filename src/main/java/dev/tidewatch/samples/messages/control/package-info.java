/** Reads and writes messages. */
package dev.tidewatch.samples.messages.control;
