/**
 * Converts JSON to BSON and back without loss: every number and every character is kept. What BSON
 * cannot hold is refused, with the position and the reason, and never rounded.
 */
package dev.tidewatch.json;
