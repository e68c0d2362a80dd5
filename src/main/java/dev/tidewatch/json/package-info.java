/**
 * JSON as BSON and back: what comes in is what goes out again, every number and every character of
 * it. What BSON cannot hold is refused, with the place and the reason, and never rounded.
 */
package dev.tidewatch.json;
