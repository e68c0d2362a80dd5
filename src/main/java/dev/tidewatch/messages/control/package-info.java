/** Messages in their collection: stored and listed. */
package dev.tidewatch.messages.control;
