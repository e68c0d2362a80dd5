/** A message and the rules for its text. */
package dev.tidewatch.samples.messages.entity;
