/** A message, and what may be one. */
package dev.tidewatch.messages.entity;
