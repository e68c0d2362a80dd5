/**
 * Finds the readers that an entry may concern, by what the entry holds, instead of asking each of
 * them. What it finds is a superset: a reader that is found needlessly costs time, and one that is
 * not found would lose a change. Whatever cannot be decided concerns everybody.
 */
package dev.tidewatch.feed.control.index;
