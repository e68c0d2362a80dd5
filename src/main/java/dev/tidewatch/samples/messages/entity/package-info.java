/** A message, and what its text may be. */
package dev.tidewatch.samples.messages.entity;
